import { describe, difference, names, take, type Change } from './zam.ts';
for (const name of process.argv.slice(2)) {
  const v = describe(name, 'vst3'), l = describe(name, 'lv2');
  const starts = (): Change[] => l.parameters.map((p) => ({ frame: 0, name: p.name, value: (p.default - p.minimum) / (p.maximum - p.minimum) }));
  const report = (what: string, changes: Change[]) => {
    const a = take(name, 'vst3', v, { blocks: 200, changes }).sound, b = take(name, 'lv2', l, { blocks: 200, changes }).sound;
    let first = -1;
    for (let i = 0; i < a.length; i++) if (!(Math.abs(a[i]! - b[i]!) < 1e-6)) { first = i; break; }
    console.log(name, what, difference(a, b), 'first', first / v.outputs / 256, first >= 0 ? [a[first], b[first]] : '');
  };
  report('nothing', []);
  report('starts', starts());
  if (process.env.DEEP) for (const p of l.parameters) for (const value of [0, 0.25, 0.75, 1]) {
    report(`${p.name}=${value}`, [...starts(), { frame: 20 * 256, name: p.name, value }]);
  }
}
