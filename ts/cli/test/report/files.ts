// SPDX-License-Identifier: BSD-2-Clause
/** Results for other programs: JSON, JUnit, TAP. */
import junit, { type Builder } from 'junit-report-builder';
import { finish, start, test as tapTest } from 'supertap';
import type { InstalledPlugin } from '../../../plugins/installed.ts';
import { isBad, type Result, sourceOf } from '../rule.ts';

/** What XML 1.0 does not allow as a character. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

export interface Tested {
  plugin: InstalledPlugin;
  seed: number;
  level: number;
  results: readonly Result[];
}

/** XML 1.0 has no control characters, and no halves of pairs: names of plugins and what they say may have any. */
const xml = (text: string) => text.replaceAll(NOT_XML, '\uFFFD');
/** A line of TAP. */
const line = (text: string) => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').replaceAll('#', '\\#');
const titleOf = ({ format, name, id }: InstalledPlugin) => `${format}:${name} (${id})`;

/** All that is known of what is not passed. */
function textOf({ rule, seen, expected, where, signal, calls, command }: Result, { format }: InstalledPlugin): string {
  const lines = [
    `rule: ${rule.rule}`,
    `source: ${sourceOf(rule, format)}`,
    `expected: ${expected}`,
    `seen: ${seen}`,
    where && `where: ${where}`,
    signal && `signal: ${signal}`,
    ...calls.map((call) => `  ${call}`),
    `again: ${command}`,
  ];
  return lines.filter(Boolean).join('\n');
}

export function toJson(tested: readonly Tested[]): string {
  const plugins = tested.map(({ plugin, seed, level, results }) => ({
    format: plugin.format,
    name: plugin.name,
    id: plugin.id,
    path: plugin.path,
    level,
    seed,
    tests: results.map(({ rule, ms, ...rest }) => ({
      id: rule.id,
      level: rule.level,
      ms: Math.round(ms),
      rule: rule.rule,
      source: sourceOf(rule, plugin.format),
      ...rest,
    })),
  }));
  return JSON.stringify({ plugins }, null, 2);
}

export function toJunit(tested: readonly Tested[]): string {
  // Its types are a module's; what is bundled is the CommonJS form, which is the builder itself.
  const builder = (junit as unknown as Builder).newBuilder();
  for (const { plugin, results } of tested) {
    const suite = builder.testSuite().name(xml(titleOf(plugin)));
    for (const result of results) {
      const { rule, ms, status } = result;
      const [seen, text] = [xml(result.seen), xml(textOf(result, plugin))];
      const [group = ''] = rule.id.split('/');
      const testCase = suite
        .testCase()
        .className(xml(`${plugin.format}.${plugin.name}.${group}`))
        .name(rule.id)
        .time(ms / 1000);
      if (status === 'skipped') testCase.skipped().standardOutput(seen);
      else if (status === 'failed') testCase.failure(seen, 'failed').standardOutput(text);
      else if (isBad(result)) testCase.error(seen, status, text);
      else if (status === 'warned') testCase.standardOutput(`warning\n${text}`);
    }
  }
  return builder.build();
}

export function toTap(tested: readonly Tested[]): string {
  const all = tested.flatMap(({ plugin, results }) => results.map((result) => ({ plugin, result })));
  const lines = all.map(({ plugin, result }, i) => {
    const { rule, status, seen } = result;
    const title = line(`${titleOf(plugin)} ${rule.id}${status === 'skipped' ? `: ${seen}` : ''}`);
    const comment = status === 'passed' || status === 'skipped' ? [] : textOf(result, plugin).split('\n');
    return tapTest(title, { index: i + 1, passed: !isBad(result), skip: status === 'skipped', comment });
  });
  const count = (holds: (result: Result) => boolean) => all.filter(({ result }) => holds(result)).length;
  const skipped = count(({ status }) => status === 'skipped');
  const failed = count(isBad);
  return [start(), ...lines, finish({ passed: all.length - skipped - failed, failed, skipped })].join('\n');
}
