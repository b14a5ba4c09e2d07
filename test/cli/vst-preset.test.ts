import test from 'ava';
import fc from 'fast-check';
import { CommandError } from '../../ts/cli/command.ts';
import { presetInfo, readVstPreset, type VstPreset, writeVstPreset } from '../../ts/cli/vst-preset.ts';

const classId = '2046504473616C63504D435A00000000';

function preset(more: Partial<VstPreset> = {}): VstPreset {
  const component = Uint8Array.from([1, 2, 3]);
  return { classId, component, controller: Uint8Array.from([4]), info: 'about', ...more };
}

test('A preset lies in the file as it is specified', (t) => {
  const bytes = writeVstPreset(preset());
  t.is(bytes.toString('latin1', 0, 4), 'VST3');
  t.is(bytes.readInt32LE(4), 1);
  t.is(bytes.toString('latin1', 8, 40), classId);
  const list = Number(bytes.readBigInt64LE(40));
  t.is(list, 48 + 3 + 1 + 5);
  t.is(bytes.toString('latin1', list, list + 4), 'List');
  t.is(bytes.readInt32LE(list + 4), 3);
  t.is(bytes.length, list + 8 + 3 * 20);
  const entries = [0, 1, 2].map((i) => {
    const at = list + 8 + 20 * i;
    return [
      bytes.toString('latin1', at, at + 4),
      Number(bytes.readBigInt64LE(at + 4)),
      Number(bytes.readBigInt64LE(at + 12)),
    ];
  });
  t.deepEqual(entries, [
    ['Comp', 48, 3],
    ['Cont', 51, 1],
    ['Info', 52, 5],
  ]);
});

test('What is written is read again', (t) => {
  const bytes = fc.uint8Array({ maxLength: 100 });
  fc.assert(
    fc.property(bytes, bytes, fc.string(), (component, controller, info) => {
      const back = readVstPreset(
        'x',
        writeVstPreset({ classId, component, controller, info: Buffer.from(info).toString() }),
      );
      t.deepEqual(Uint8Array.from(back.component), component);
      t.deepEqual(Uint8Array.from(back.controller), controller);
      t.is(back.classId, classId);
      t.is(back.info, Buffer.from(info).toString());
    }),
  );
});

test('No bytes whatever are more than refused', (t) => {
  const whole = writeVstPreset(preset());
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, length) => {
      const bytes = Buffer.from(whole);
      bytes[at] = value;
      try {
        readVstPreset('x', bytes.subarray(0, length));
      } catch (error) {
        t.true(error instanceof CommandError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
  t.throws(() => readVstPreset('x', whole.subarray(0, -1)), {
    message: /x is no usable VST3 preset: the list of chunks lies outside/,
  });
  t.throws(() => readVstPreset('x', Buffer.alloc(0)), { message: /the header lies outside the file/ });
  t.throws(() => readVstPreset('x', Buffer.alloc(100)), { message: /does not begin with "VST3"/ });
});

test('What stands in the library of presets is XML, whatever the names are', (t) => {
  const xml = presetInfo('A & "B" <C>', { name: 'Plugin', vendor: 'V&W', category: 'Fx|EQ' });
  t.true(xml.includes('value="A &amp; &quot;B&quot; &lt;C&gt;"'));
  t.true(xml.includes('<Attribute id="PlugInVendor" value="V&amp;W"'));
});
