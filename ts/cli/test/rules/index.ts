// SPDX-License-Identifier: BSD-2-Clause
/** All rules, in the order of the reports. */
import type { Rule } from '../rule.ts';
import { rules as buffers } from './buffers.ts';
import { rules as claims } from './claims.ts';
import { rules as editor } from './editor.ts';
import { rules as environment } from './environment.ts';
import { rules as files } from './files.ts';
import { rules as formats } from './formats.ts';
import { rules as lifecycle } from './lifecycle.ts';
import { rules as notes } from './notes.ts';
import { rules as parameters } from './parameters.ts';
import { rules as process } from './process.ts';
import { rules as realTime } from './real-time.ts';
import { rules as state } from './state.ts';
import { rules as stateDamage } from './state-damage.ts';
import { rules as transport } from './transport.ts';
import { rules as trials } from './trials.ts';
import { rules as turtle } from './turtle.ts';

const all: readonly Rule[] = [
  ...turtle,
  ...files,
  ...lifecycle,
  ...parameters,
  ...process,
  ...buffers,
  ...realTime,
  ...state,
  ...stateDamage,
  ...notes,
  ...transport,
  ...editor,
  ...environment,
  ...formats,
  ...claims,
  ...trials,
];

const group = ({ id }: Rule) => id.replace(/\/.*/, '');
const groups = [...new Set(all.map(group))];

export const rules: readonly Rule[] = groups.flatMap((name) => all.filter((rule) => group(rule) === name));
