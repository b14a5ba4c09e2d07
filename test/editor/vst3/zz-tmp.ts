import { XServer } from '../../window/x-server.ts';
import { Driver, fixture } from './driver.ts';
import { readdirSync } from 'node:fs';
const t = { teardown: () => {} } as any;
for (const name of readdirSync('/usr/lib/vst3')) {
  const x = await XServer.start(t);
  const number = Number(x.display.slice(1));
  const driver = await Driver.open(t, x, `/usr/lib/vst3/${name}`, { build: 'native' });
  try {
    const before = await driver.answer('count', 'count');
    const id = await driver.show(x);
    await driver.do('obey 300');
    await x.kill();
    const lines = await driver.do('obey 500');
    const after = await driver.answer('count', 'count');
    const status = await driver.answer('show', 'shown');
    const y = await XServer.start(t, { number });
    const again = await driver.show(y);
    await driver.do('obey 300');
    console.log(name, 'survived', before, '->', after, status, lines.filter((l) => /^log/.test(l)).join('|'), y.screenshot(again).uniformity().toFixed(2), driver.stderr.length);
    await driver.do('close');
    await y.kill();
  } catch (e) { console.log(name, String(e).slice(0, 600)); }
}
// rates
const x = await XServer.start(t);
const d = await Driver.open(t, x, fixture('run-loop'), { build: 'native' });
await d.show(x);
const n = () => ['forgotten', 'slow', 'context'].map((w) => d.callsTo(`timer ${w}`).length);
const a = n(), t0 = performance.now();
await d.do('obey 4000');
const b = n(), t1 = performance.now();
console.log('ms per call', b.map((v, i) => ((t1 - t0) / (v - a[i]!)).toFixed(2)));
await x.kill();
process.exit(0);
