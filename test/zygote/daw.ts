/** A DAW to be killed: opens plugins until one comes from the zygote, says so, and waits. */
import { amp } from '../client/support-options.ts';
import { open, openForked } from './scene.ts';

await open(amp);
await openForked(amp);
process.stdout.write('forked\n');
setInterval(() => {}, 1000);
