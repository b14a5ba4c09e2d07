// SPDX-License-Identifier: BSD-2-Clause
/** From a description of a picture to the text of an SVG file. */
import { type GroupMark, parse, type Spec, View } from 'vega';

/** Of every panel, in the picture's own pixels. */
export const WIDTH = 1000;

/** Panels below each other. */
export function sheet(panels: GroupMark[]): Spec {
  return { background: 'white', padding: 10, layout: { columns: 1, padding: 20, align: 'each' }, marks: panels };
}

/** A panel that fills the width. Its axes look for its size under these names, to know how long a grid line is. */
export function panel(height: number, contents: GroupMark): GroupMark {
  return {
    ...contents,
    encode: { update: { width: { value: WIDTH }, height: { value: height } } },
    signals: [
      { name: 'width', value: WIDTH },
      { name: 'height', value: height },
    ],
  };
}

export async function toSvg(spec: Spec): Promise<string> {
  const view = new View(parse(spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
