// SPDX-License-Identifier: BSD-2-Clause
/** Pictures as files. What draws them is large, and loaded only when there is something to draw. */
import { extname } from 'node:path';
import { loadBuilt } from '../built-file.ts';
import { replaceFile } from '../plugins/state-file.ts';
import { CommandError, type Context, EXIT_USAGE } from './command.ts';

export type Drawing = typeof import('./picture/index.ts');

export async function loadDrawing(folder: string): Promise<Drawing> {
  return loadBuilt<Drawing>(folder, 'picture.cjs');
}

/** option: how the user named it. @throws CommandError if the name's end does not say what to draw. */
export function checkPictureName(option: string, path: string): void {
  if (path === '' || !['.svg', '.png'].includes(extname(path).toLowerCase()))
    throw new CommandError(`${option} ${path}: a picture's name must end with .svg or .png`, EXIT_USAGE);
}

/** Write a picture as SVG or PNG, as its name says. @throws CommandError if that is impossible; an older file is left as it was. */
export async function savePicture(
  path: string,
  svg: string,
  { folder, signal, say }: Pick<Context, 'folder' | 'signal' | 'say'>,
): Promise<void> {
  if (extname(path).toLowerCase() === '.svg') return replaceFile(path, svg);
  const { toPng } = await loadDrawing(folder);
  const { data, hasLabels } = await toPng(svg, folder);
  signal.throwIfAborted();
  replaceFile(path, data);
  if (!hasLabels)
    say(
      `${path} has no labels, because this machine has no font: install one (Debian: apt-get install fonts-dejavu-core)`,
    );
}
