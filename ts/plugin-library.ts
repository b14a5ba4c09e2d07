/**
 * Loads the library of a plugin format: native-shim/include/plugin.h as the binding sees it.
 */
import { type PluginFunctions, pluginPrototypes, pluginStructs } from './contract/plugin.ts';
import { declareFunctions, type Koffi } from './native.ts';

/** The types of plugin.h. koffi keeps their names per thread, and takes each once: a host may open two format libraries. */
const typesDeclared = new WeakSet<Koffi>();

function declareTypes(koffi: Koffi): void {
  if (typesDeclared.has(koffi)) return;
  typesDeclared.add(koffi);
  for (const [name, fields] of Object.entries(pluginStructs)) koffi.struct(name, fields);
}

/** Functions of a format's library. */
export function declareFormat(koffi: Koffi, path: string): PluginFunctions {
  declareTypes(koffi);
  return declareFunctions<PluginFunctions>(koffi, path, pluginPrototypes);
}
