// SPDX-License-Identifier: BSD-2-Clause
/** From SVG to PNG. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { findFont } from './fonts.ts';

/** Pixels of the file per pixel of the picture: screens and printers have more than pictures used to have. */
const ZOOM = 2;
/** Of the images in the picture, whose pixels are to stay what they are. (Smoothing them would take seconds.) */
const NEAREST = 1;

let loading: Promise<void> | undefined;

export interface Png {
  data: Uint8Array;
  /** false: this machine has no font, so the picture has no labels. */
  hasLabels: boolean;
}

/** folder: where resvg.wasm lies. @throws Error if it is not there, or the picture cannot be drawn. */
export async function toPng(svg: string, folder: string): Promise<Png> {
  loading ??= initWasm(readFileSync(join(folder, 'resvg.wasm')));
  await loading;
  const font = findFont();
  const fontBuffers = font === undefined ? [] : [readFileSync(font)];
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    imageRendering: NEAREST,
    font: { fontBuffers },
  });
  try {
    const image = picture.render();
    try {
      return { data: image.asPng(), hasLabels: font !== undefined };
    } finally {
      image.free();
    }
  } finally {
    picture.free();
  }
}
