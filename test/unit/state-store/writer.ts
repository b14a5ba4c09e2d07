/** Puts one state into a store and says what came of it: writer.ts <folder> <bytes> <seed> */
import { createCipheriv } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { StateError } from '../../../ts/state-store/state-error.ts';
import { StateStore } from '../../../ts/state-store/store.ts';
import type { Written } from './support.ts';

const [folder = '', bytes, seed] = process.argv.slice(2);

/** Noise that a seed makes again. */
function state(): Buffer {
  const key = Buffer.alloc(32, Number(seed));
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(Number(bytes)));
}

function put(): Partial<Written> {
  try {
    return { hash: new StateStore(folder).put(state()) };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { refused: error.message };
  }
}

const result = put();
const names = existsSync(folder) ? readdirSync(folder) : [];
process.stdout.write(JSON.stringify({ ...result, names }));
