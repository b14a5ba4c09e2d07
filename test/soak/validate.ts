/** `tsx test/soak/validate.ts [script] [format]`: each script of the validator's table in each format, at level 5 or its own; what is found. */

import { validate } from '../behaviour/torture/validator.ts';
import { always, brokenBy, formatsOf, validatorRows } from '../behaviour/torture/validator-rows.ts';

const [only, onlyFormat] = process.argv.slice(2);
let wrong = 0;
for (const row of validatorRows.filter(({ script }) => only === undefined || new RegExp(only).test(script)))
  for (const format of formatsOf(row).filter((one) => onlyFormat === undefined || one === onlyFormat)) {
    const display = row.needsDisplay ? (process.env.DISPLAY ?? '') : '';
    const words = ['--level', String(Math.max(5, row.level ?? 5)), '--timeout', '20s'];
    const { ids, lines, text } = await validate(format, row.script, words, display);
    const expected = [...brokenBy(row, format), ...always[format]];
    const extra = ids.filter((id) => !expected.includes(id));
    const missing = brokenBy(row, format).filter((id) => !ids.includes(id));
    const isRight = extra.length === 0 && missing.length === 0;
    if (!isRight) wrong++;
    console.log(
      `${isRight ? 'ok   ' : 'WRONG'} ${format.padEnd(4)} ${row.script || '(none)'}: ${brokenBy(row, format).join(' ')}`,
      isRight ? '' : `; also ${extra.join(' ') || 'none'}; not found ${missing.join(' ') || 'none'} ${text.trim()}`,
    );
    if (!isRight) for (const line of lines) console.log(`      ${line}`);
  }
process.exitCode = wrong === 0 ? 0 : 1;
