// SPDX-License-Identifier: BSD-2-Clause
/** `doctor`: checks whether this machine can run plugins. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pc from 'picocolors';
import type { Koffi } from '../../native.ts';
import { CommandError, type Context, type Verb } from '../command.ts';
import { checkDaw } from '../doctor/daw.ts';
import { checkDisplay } from '../doctor/display.ts';
import { checkEnvironment } from '../doctor/environment.ts';
import { type Finding, problem, reasonOf, type Status } from '../doctor/finding.ts';
import { checkFolders } from '../doctor/folders.ts';
import { checkLimits, checkRealTime } from '../doctor/limits.ts';
import { checkBlocklist, checkPlugins } from '../doctor/plugins.ts';
import { checkChosenNode, checkNode, checkParts } from '../doctor/program.ts';
import { checkSharedMemory } from '../doctor/shared-memory.ts';
import { checkZygote } from '../doctor/zygote.ts';
import { foldedFor } from '../fold.ts';
import { jsonOption } from '../options.ts';

interface Arguments {
  json: boolean;
}

/** What needs native code, which may be what is broken. */
function checkNative(folder: string, environment: NodeJS.ProcessEnv): Finding[] {
  let koffi: Koffi;
  try {
    koffi = createRequire(join(folder, 'koffi.node'))('./koffi.node') as Koffi;
  } catch (error) {
    const advice = 'Reinstall the package on this machine: it holds native code for one platform.';
    return [
      problem('native code', `${join(folder, 'koffi.node')}: ${reasonOf(error)}; nothing works without it`, advice),
    ];
  }
  return [...checkParts(koffi, folder), checkRealTime(koffi), ...checkDisplay(koffi, environment)];
}

function examine(folder: string, environment: NodeJS.ProcessEnv): Finding[] {
  return [
    ...checkDaw(environment),
    checkNode(process.versions.node, process.execPath),
    ...checkChosenNode(environment),
    ...checkNative(folder, environment),
    checkZygote(folder, environment),
    ...checkLimits(),
    ...checkSharedMemory(),
    ...checkPlugins(environment),
    checkBlocklist(environment),
    ...checkFolders(environment),
    ...checkEnvironment(environment),
  ];
}

/** Of the sentences. */
const INDENT = 9;

function lineOf({ check, status, message, advice }: Finding, color: boolean): string {
  const { green, yellow, red, bold } = pc.createColors(color);
  const paint: Record<Status, (text: string) => string> = { ok: green, warning: yellow, problem: (t) => bold(red(t)) };
  const line = `${paint[status](status.padEnd(7))}  ${foldedFor(`${check}: ${message}`, INDENT)}`;
  return advice === undefined ? line : `${line}\n${' '.repeat(INDENT)}-> ${foldedFor(advice, INDENT + 3)}`;
}

function count(findings: readonly Finding[], status: Status): number {
  return findings.filter((finding) => finding.status === status).length;
}

async function run({ json }: Arguments, { folder, color, print }: Context): Promise<void> {
  const findings = examine(folder, process.env);
  if (json) print(JSON.stringify(findings, null, 2));
  else for (const finding of findings) print(lineOf(finding, color));
  const problems = count(findings, 'problem');
  const plural = (amount: number, what: string) => `${amount} ${what}${amount === 1 ? '' : 's'}`;
  const warnings = plural(count(findings, 'warning'), 'warning');
  if (problems > 0)
    throw new CommandError(`${plural(problems, 'problem')} and ${warnings}; the lines marked -> say what to do`);
  if (!json) print(`No problem, ${warnings}.`);
}

export const verb: Verb<Arguments> = {
  usage: 'doctor',
  summary: 'check that this machine can run plugins, and suggest fixes',
  examples: [
    { words: 'doctor', says: 'one line per check: ok, warning or problem' },
    { words: 'doctor --json', says: 'the same as JSON' },
  ],
  options: (yargs) =>
    yargs.option('json', { ...jsonOption, describe: 'print JSON: a list of check, status, message, advice' }),
  run,
};
