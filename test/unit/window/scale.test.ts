/** Where the scale comes from. */
import test, { type ExecutionContext } from 'ava';
import { Driver } from './driver.ts';
import { XServer } from './x-server.ts';

async function scale(t: ExecutionContext, x: XServer, env: Record<string, string>): Promise<string> {
  const driver = Driver.start(t, { ...x.env, ...env });
  const [before] = await driver.do('count');
  const [answer] = await driver.do('scale');
  t.deepEqual(await driver.do('count'), [before], 'a connection opened for the look is closed');
  t.is(await driver.end(), 0, driver.stderr);
  return answer!;
}

test("The scale is the first that is set: MAOLAN_SCALE, GDK's, Qt's, Xft.dpi / 96, else 1", async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  t.is(await scale(t, x, {}), 'scale 1');
  x.setResources('Xft.dpi: 144');
  t.is(await scale(t, x, {}), 'scale 1.5');
  t.is(await scale(t, x, { QT_SCALE_FACTOR: '1.25' }), 'scale 1.25');
  t.is(await scale(t, x, { QT_SCALE_FACTOR: '1.25', GDK_SCALE: '2' }), 'scale 2');
  t.is(await scale(t, x, { GDK_SCALE: '2', GDK_DPI_SCALE: '0.5' }), 'scale 1');
  t.is(await scale(t, x, { GDK_DPI_SCALE: '1.75' }), 'scale 1.75');
  t.is(await scale(t, x, { MAOLAN_SCALE: '3', GDK_SCALE: '2' }), 'scale 3');
});

test('A scale that makes no sense is passed over', async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  x.setResources('Xft.dpi: 192');
  for (const nonsense of ['', '0', '-1', 'nan', 'inf', 'big', '1000'])
    t.is(await scale(t, x, { MAOLAN_SCALE: nonsense }), 'scale 2', nonsense);
  x.setResources('Xft.dpi: 0');
  t.is(await scale(t, x, {}), 'scale 1');
});
