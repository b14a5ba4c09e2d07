/** The pictures that other tests judge by. */
import { inflateSync } from 'node:zlib';
import test from 'ava';
import { Driver } from './driver.ts';
import { Picture } from './picture.ts';
import { until, XServer } from './x-server.ts';

test('A screenshot of a window has its size and what is drawn in it; a dragged pointer leaves it as it is', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - W');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id) && x.screenshot(id).uniformity() === 1);
  const blank = x.screenshot(id);
  t.like(blank, { width: 300, height: 200 });
  const child = await driver.id('child c w 150 100');
  await until('drawn', () => x.screenshot(id).at(0, 0) === 0xff8800);
  const drawn = x.screenshot(id);
  t.is(drawn.uniformity(), 0.75);
  t.is(drawn.difference(blank), 0.25);
  t.deepEqual(
    [...drawn.colours()],
    [
      [0xff8800, 15000],
      [0, 45000],
    ],
  );
  x.drag(child, [10, 20], [60, 70]);
  await driver.line('c button 10 20');
  t.is(x.screenshot(id).difference(drawn), 0);
});

test('A picture as PNG has the same pixels', (t) => {
  const picture = new Picture(2, 2, Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
  const png = picture.toPng();
  t.is(png.subarray(1, 4).toString(), 'PNG');
  t.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2, 2]);
  const data = 8 + 25; // behind the signature and the header's chunk
  t.is(png.subarray(data + 4, data + 8).toString(), 'IDAT');
  const lines = inflateSync(png.subarray(data + 8, data + 8 + png.readUInt32BE(data)));
  t.deepEqual([...lines], [0, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12]);
});
