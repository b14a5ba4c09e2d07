// SPDX-License-Identifier: BSD-2-Clause
/** Run audio plugins (CLAP, VST3, LV2) in separate processes, as a DAW does. @packageDocumentation */
export { chain, type PluginChain } from './chain.ts';
export { PluginHostError } from './errors.ts';
export type { ParameterList } from './parameter-list.ts';
export { PluginHost } from './plugin-host.ts';
export type * from './render-types.ts';
export { scanPlugins } from './scan.ts';
export type * from './scan-types.ts';
export type * from './types.ts';
