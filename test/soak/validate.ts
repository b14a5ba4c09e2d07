/**
 * `tsx test/soak/validate.ts [script] [format] [level]`: each script of the validator's table in each format, at level 5 or its own; what is
 * found. At a given level: of what it breaks, what that level has.
 */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { validate } from '../behaviour/torture/validator.ts';
import { always, brokenBy, formatsOf, validatorRows } from '../behaviour/torture/validator-rows.ts';
import { root } from '../support/paths.ts';

const [only, onlyFormat, onlyLevel] = process.argv.slice(2);

function idsOf(level: string): string[] {
  const words = ['test', '--list', '--level', level];
  const list = execFileSync(join(root, 'dist/maolan-plugin-host'), words, { encoding: 'utf8' });
  return list.split('\n').map((line) => line.replace(/ .*/, ''));
}

const known = onlyLevel === undefined ? undefined : idsOf(onlyLevel);
const isKnown = (id: string) => known?.includes(id.replace('!', '')) ?? true;
let wrong = 0;
for (const row of validatorRows.filter(({ script }) => only === undefined || new RegExp(only).test(script)))
  for (const format of formatsOf(row).filter((one) => onlyFormat === undefined || one === onlyFormat)) {
    const display = row.needsDisplay ? (process.env.DISPLAY ?? '') : '';
    const level = onlyLevel ?? String(Math.max(5, row.level ?? 5));
    const { ids, lines, text } = await validate(format, row.script, ['--level', level, '--timeout', '20s'], display);
    const wanted = brokenBy(row, format).filter(isKnown);
    const extra = ids.filter((id) => ![...wanted, ...always[format]].includes(id));
    const missing = wanted.filter((id) => !ids.includes(id));
    const isRight = extra.length === 0 && missing.length === 0;
    if (!isRight) wrong++;
    console.log(
      `${isRight ? 'ok   ' : 'WRONG'} ${format.padEnd(4)} ${row.script || '(none)'}: ${wanted.join(' ')}`,
      isRight ? '' : `; also ${extra.join(' ') || 'none'}; not found ${missing.join(' ') || 'none'} ${text.trim()}`,
    );
    if (!isRight) for (const line of lines) console.log(`      ${line}`);
  }
process.exitCode = wrong === 0 ? 0 : 1;
