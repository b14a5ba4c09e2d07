// SPDX-License-Identifier: BSD-2-Clause
/** All verbs, in the order of the help and the manual. */
import type { Verb, VerbGroup } from '../command.ts';
import { verb as bench } from './bench.ts';
import { verb as compare } from './compare.ts';
import { verb as completion } from './completion.ts';
import { verb as crashes } from './crashes.ts';
import { verb as doctor } from './doctor.ts';
import { verb as fuzz } from './fuzz.ts';
import { verb as gui } from './gui.ts';
import { verb as info } from './info.ts';
import { verb as play } from './play.ts';
import { verb as plot } from './plot.ts';
import { verb as presets } from './presets.ts';
import { verb as render } from './render.ts';
import { verb as scan } from './scan.ts';
import { group as state } from './state.ts';
import { verb as test } from './test.ts';

export const verbs: readonly (Verb | VerbGroup)[] = [
  scan,
  info,
  render,
  state,
  presets,
  gui,
  play,
  bench,
  compare,
  plot,
  test,
  fuzz,
  crashes,
  doctor,
  completion,
];
