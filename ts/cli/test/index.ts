// SPDX-License-Identifier: BSD-2-Clause
/** What the verbs test and fuzz do; loaded when one of them is called. */
export { fuzz } from './fuzz.ts';
export { testHost } from './host.ts';
export { explain, list } from './list.ts';
export { testPlugins } from './testing.ts';
