import { describe, difference, names, take, type Change } from './zam.ts';
import type { Parameter } from './driver.ts';
function steps({ flags, minimum, maximum }: Parameter): number[] {
  if (flags & 2) return [1, 0];
  if (flags & 1) return [1 / (maximum - minimum), 0];
  return [0.25, 0.75, 0.5];
}
for (const name of process.argv.slice(2)) {
  const v = describe(name, 'vst3'), l = describe(name, 'lv2');
  const starts = (): Change[] => l.parameters.map((p) => ({ frame: 0, name: p.name, value: (p.default - p.minimum) / (p.maximum - p.minimum) }));
  const moves = l.parameters.flatMap((parameter) => steps(parameter).map((value) => ({ name: parameter.name, value })));
  const changes = moves.map((move, i) => ({ ...move, frame: (5 + Math.floor((i * 480) / moves.length)) * 256 }));
  const all = [...starts(), ...changes];
  const a = take(name, 'vst3', v, { blocks: 500, changes: all }), b = take(name, 'lv2', l, { blocks: 500, changes: all });
  let first = -1;
  for (let i = 0; i < a.sound.length; i++) if (!(Math.abs(a.sound[i]! - b.sound[i]!) < 1e-6)) { first = i; break; }
  const block = first / v.outputs / 256;
  console.log(name, difference(a.sound, b.sound), 'first', block);
  if (first >= 0) console.log(changes.filter((c) => c.frame / 256 <= block).slice(-4).map((c) => `${c.frame / 256} ${c.name} ${c.value}`));
}
