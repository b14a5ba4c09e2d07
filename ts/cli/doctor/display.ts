// SPDX-License-Identifier: BSD-2-Clause
/** The X server, which editors need; sound does not. */
import type { Koffi } from '../../native.ts';
import { type Finding, ok, warning } from './finding.ts';

const CHECK = 'X server';
const NO_SOUND = 'editors cannot be shown; sound is not affected';

function hasWindowManager(library: ReturnType<Koffi['load']>, display: unknown): boolean {
  const screen = library.func('int XDefaultScreen(void *display)')(display) as number;
  const atom = library.func('unsigned long XInternAtom(void *display, const char *name, int only_if_exists)');
  const owner = library.func('unsigned long XGetSelectionOwner(void *display, unsigned long selection)');
  // Every window manager owns this selection (ICCCM 2.8), and loses it when it ends.
  return Number(owner(display, atom(display, `WM_S${screen}`, 0))) !== 0;
}

export function checkDisplay(koffi: Koffi, { DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv): Finding[] {
  if (DISPLAY === undefined || DISPLAY === '') {
    const advice =
      WAYLAND_DISPLAY === undefined
        ? 'Run this in a graphical session, or set DISPLAY (ssh -X does).'
        : 'Plugin editors need XWayland: install it (Debian: apt-get install xwayland) and log in again.';
    return [warning(CHECK, `DISPLAY is not set: ${NO_SOUND}`, advice)];
  }
  let library: ReturnType<Koffi['load']>;
  try {
    library = koffi.load('libX11.so.6');
  } catch {
    return []; // said already: libmaolan-window.so needs it
  }
  const display: unknown = library.func('void *XOpenDisplay(const char *name)')(null);
  if (display === null) {
    const advice = 'Start an X server, or set DISPLAY to one that you may use (xhost, XAUTHORITY).';
    return [warning(CHECK, `${DISPLAY} refuses the connection: ${NO_SOUND}`, advice)];
  }
  try {
    const managed = hasWindowManager(library, display);
    const none = 'none: windows have no frame, and may not get the keyboard';
    return [
      ok(CHECK, DISPLAY),
      managed
        ? ok('window manager', 'there is one')
        : warning('window manager', none, 'Start one (Debian: apt-get install openbox).'),
    ];
  } finally {
    library.func('int XCloseDisplay(void *display)')(display);
  }
}
