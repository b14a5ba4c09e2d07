import type { ExecutionContext } from 'ava';
import fc from 'fast-check';

/**
 * Check a property. Its predicate uses node:assert, not ava's assertions: ava would report the first of those that failed, without
 * the seed and the shrunk counterexample.
 */
export function holds<Inputs>(t: ExecutionContext, property: fc.IProperty<Inputs>, runs = 100): void {
  t.notThrows(() => fc.assert(property, { numRuns: runs }));
}
