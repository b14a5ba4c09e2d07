;; One function for each way in which WebAssembly traps, and two atomics that wabt 1.0.39 gets wrong, for the runtime of the core ahead of time. Exports what its header needs:
;; memory, and a window.
(module
  (memory (export "memory") 65 65)
  (table (export "__indirect_function_table") 2 2 funcref)
  (type $none (func))
  (func (export "core_window") (result i32) (i32.const 65536))
  (func (export "trap_load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "trap_store") (param i32) (i32.store offset=8 (local.get 0) (i32.const 1)))
  (func (export "trap_copy") (param i32) (memory.copy (i32.const 0) (local.get 0) (i32.const 16)))
  (func (export "trap_fill") (param i32) (memory.fill (local.get 0) (i32.const 7) (i32.const 16)))
  (func (export "trap_atomic_load") (param i32) (result i32) (i32.atomic.load (local.get 0)))
  (func (export "trap_compare") (param i32) (result i32) (i32.atomic.rmw.cmpxchg (i32.const 0) (local.get 0) (i32.const 9)))
  (func (export "trap_add") (param i32) (result i32) (i32.atomic.rmw.add (i32.const 0) (local.get 0)))
  (func (export "trap_divide") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
  (func (export "trap_convert") (param i32) (result i32) (i32.trunc_f32_s (f32.reinterpret_i32 (local.get 0))))
  (func (export "trap_call") (param i32) (call_indirect (type $none) (local.get 0)))
  (func (export "trap_unreachable") (param i32) (if (local.get 0) (then unreachable)))
)
