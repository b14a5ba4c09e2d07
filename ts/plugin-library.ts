// SPDX-License-Identifier: BSD-2-Clause
/** Loads the library of a plugin format, declared by native-shim/include/plugin.h. */
import { type PluginFunctions, pluginPrototypes, pluginStructs } from './contract/plugin.ts';
import { declareFunctions, declareStructs, type Koffi } from './native.ts';

/** Functions of a format's library. */
export function declareFormat(koffi: Koffi, path: string): PluginFunctions {
  declareStructs(koffi, pluginStructs);
  return declareFunctions<PluginFunctions>(koffi, path, pluginPrototypes, false);
}
