// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/window.h by `npm run contract`; do not edit.
import type { Pointer } from '../contract-types.ts';

export const WINDOW_ABI = 2;

// enum window_modifier
export const WINDOW_SHIFT = 1;
export const WINDOW_ALT = 2;
export const WINDOW_CONTROL = 4;

/** Functions of window.h. */
export interface WindowFunctions {
  /** The library's only symbol. */
  window_api(): Pointer<'window_api'>;
}

/** The same for koffi. */
export const windowPrototypes: { readonly [name in keyof WindowFunctions]: string } = {
  window_api: 'void *window_api()',
};
