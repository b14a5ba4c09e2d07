/**
 * Be the DAW: audio plugins (CLAP, VST3, LV2) in processes of their own.
 *
 * @packageDocumentation
 */
export { PluginHostError } from './errors.ts';
export { PluginHost } from './plugin-host.ts';
export { scanPlugins } from './scan.ts';
export type * from './scan-types.ts';
export type * from './types.ts';
