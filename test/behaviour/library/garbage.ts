/** How many bytes does process() leave on the heap? Prints one line of JSON. */
import { PluginHost } from '../../../ts/client/index.ts';
import { amp } from './support-options.ts';

const BLOCKS = 100_000;
const host = await PluginHost.open(amp);
const inputs = [new Float32Array(64).fill(0.5)];
const outputs = [new Float32Array(64)];
let answered = 0;
// Until all of it is compiled.
for (let i = 0; i < 20_000; i++) host.process(inputs, outputs);
(globalThis as { gc?: () => void }).gc?.();
const before = process.memoryUsage().heapUsed;
for (let i = 0; i < BLOCKS; i++) if (host.process(inputs, outputs)) answered++;
const bytes = process.memoryUsage().heapUsed - before;
console.log(JSON.stringify({ bytes, blocks: BLOCKS, answered }));
await host.close();
