import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { ChoiceError } from '../../../ts/plugins/choice-error.ts';
import { StateCodec } from '../../../ts/plugins/state-content.ts';
import { presetInfo, readVstPreset } from '../../../ts/plugins/vst-preset.ts';

const codec = new StateCodec(fileURLToPath(new URL('../../../dist/lib', import.meta.url)));
const corpus = new URL('../../../wasm/fuzz/corpus/state-vstpreset/', import.meta.url);

test('A preset is read, and what is wrong with one is said with its path', (t) => {
  const bytes = readFileSync(new URL('all-chunks', corpus));
  const { classId, component, controller, info } = readVstPreset('x', bytes, codec);
  t.is(classId, '2046504473616C63504D435A00000000');
  t.deepEqual([[...component], [...controller], info], [[1, 2, 3], [4], '<MetaInfo/>']);
  for (const broken of [bytes.subarray(0, -1), Buffer.alloc(100), Buffer.alloc(0)])
    t.throws(() => readVstPreset('x', broken, codec), {
      instanceOf: ChoiceError,
      message: /^x: This is not a usable VST3 preset: at byte \d+, /,
    });
});

test('What stands in the library of presets is XML, whatever the names are', (t) => {
  const xml = presetInfo('A & "B" <C>', { name: 'Plugin', vendor: 'V&W', category: 'Fx|EQ' });
  t.true(xml.includes('value="A &amp; &quot;B&quot; &lt;C&gt;"'));
  t.true(xml.includes('<Attribute id="PlugInVendor" value="V&amp;W"'));
});
