// SPDX-License-Identifier: BSD-2-Clause
/**
 * Settings from one instance to another, by way of a file:
 *
 *     tsx ts/examples/state-round-trip.ts settings.bin lv2 urn:zamaudio:ZamDelay
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type PluginFormat, PluginHost, PluginHostError } from 'maolan-plugin-host';

const [file = 'settings.bin', format = 'lv2', plugin = 'urn:zamaudio:ZamDelay'] = process.argv.slice(2);
const options = { format: format as PluginFormat, plugin };

const first = await PluginHost.open(options);
for (const { id, minimum, maximum } of first.parameters) first.setParameter(id, minimum + (maximum - minimum) * 0.25);
const state = await first.saveState();
writeFileSync(file, state);
const settings = first.parameters.map(({ value }) => value);
await first.close();
console.log(`${first.name}: ${settings.length} parameters, ${state.length} bytes in ${file}`);

const second = await PluginHost.open({ ...options, state: readFileSync(file) });
const differences = second.parameters.filter(({ value }, index) => Math.abs(value - (settings[index] ?? 0)) > 1e-5);
console.log(`the copy has ${differences.length} values that differ`);
// A state of something else is refused, with a sentence, and changes nothing.
await second.restoreState(new Uint8Array(3)).catch((error: unknown) => {
  if (error instanceof PluginHostError) console.log(`${error.code}: ${error.message}`);
});
await second.close();
