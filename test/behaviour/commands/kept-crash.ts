/** A crash report in the state folder, for examples that show or list crashes. */
import { crashFolder, keepCrash } from '../../../ts/crashes/store.ts';

export function keepExampleCrash(environment: NodeJS.ProcessEnv): void {
  keepCrash(crashFolder(environment), {
    time: new Date().toISOString(),
    format: 'lv2',
    plugin: 'urn:p',
    instance: 'lv2-1',
    count: 1,
    message: 'It crashed',
    cause: 'signal',
    signal: 'SIGSEGV',
    thread: 'audio',
    during: 'in its audio processing',
  });
}
