// SPDX-License-Identifier: BSD-2-Clause
/**
 * The process of parent-window.ts: an X11 window for editors to be embedded in, as a DAW has one. It writes its id to file descriptor 3, takes
 * sizes ("800x600") as lines from stdin, for itself and what is in it, and ends with it; killed, it takes the window along.
 */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Koffi } from '../../native.ts';

const ID_FD = 3;
const [WIDTH, HEIGHT] = [640, 480];

const koffi = createRequire(join(__dirname, 'koffi.node'))('./koffi.node') as Koffi;
const x11 = koffi.load('libX11.so.6');
const open = x11.func('void *XOpenDisplay(const char *name)');
const rootOf = x11.func('unsigned long XDefaultRootWindow(void *display)');
const create = x11.func(
  'unsigned long XCreateSimpleWindow(void *display, unsigned long parent, int x, int y, unsigned int width, unsigned int height, unsigned int border, unsigned long border_pixel, unsigned long pixel)',
);
const map = x11.func('int XMapWindow(void *display, unsigned long window)');
const resize = x11.func(
  'int XResizeWindow(void *display, unsigned long window, unsigned int width, unsigned int height)',
);
const tree = x11.func(
  'int XQueryTree(void *display, unsigned long window, _Out_ unsigned long *root, _Out_ unsigned long *parent, _Out_ void **children, _Out_ unsigned int *count)',
);
const sync = x11.func('int XSync(void *display, int discard)');

const display: unknown = open(null);
if (display === null) {
  process.stderr.write('There is no display to make a window on\n');
  process.exit(1);
}
const window: unknown = create(display, rootOf(display), 0, 0, WIDTH, HEIGHT, 0, 0, 0);
map(display, window);
sync(display, 0);
writeSync(ID_FD, `${window}\n`);

/** Windows directly in it: the editor's. */
function children(): unknown[] {
  const [root, parent, list, count] = [[0], [0], [null], [0]] as [unknown[], unknown[], unknown[], number[]];
  tree(display, window, root, parent, list, count);
  const windows = count[0] ?? 0;
  return windows === 0 ? [] : (koffi.decode(list[0], 'unsigned long', windows) as unknown[]);
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [width = WIDTH, height = HEIGHT] = line.split('x').map(Number);
    for (const one of [window, ...children()]) resize(display, one, width, height);
    // The window's events are thrown away.
    sync(display, 1);
  })
  .on('close', () => process.exit(0));
