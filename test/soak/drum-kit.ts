/** A drum kit for DrumGizmo, with samples long enough to be streamed from the disk, and a state that loads it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StateCodec } from '../../ts/plugins/state-content.ts';
import { readStateFile, writeStateFile } from '../../ts/plugins/state-file.ts';
import { writeWav } from '../behaviour/commands/looks.ts';
import { noise } from '../behaviour/commands/sounds.ts';

const SAMPLE_RATE = 48_000;
const SAMPLE_SECONDS = 4;
/** MIDI key of each drum. */
export const drums = { kick: 36, snare: 38, hat: 42, cymbal: 49 } as const;
const CONFIG = 'http://drumgizmo.org/lv2/atom#config';

function writeDrum(folder: string, name: string, seed: number): void {
  const frames = SAMPLE_RATE * SAMPLE_SECONDS;
  const sample = noise(frames, seed).map((value, i) => value * Math.exp((-3 * i) / frames));
  writeWav(join(folder, `${name}.wav`), SAMPLE_RATE, [sample]);
  const files = ['L', 'R'].map((channel) => `<audiofile channel="${channel}" file="${name}.wav" filechannel="1"/>`);
  writeFileSync(
    join(folder, `${name}.xml`),
    `<?xml version="1.0"?>
<instrument version="2.0" name="${name}">
 <samples><sample name="${name}-1" power="1.0">${files.join('')}</sample></samples>
</instrument>`,
  );
}

/** @returns the kit and its MIDI map: two files in the folder. */
function writeKit(folder: string): { kit: string; map: string } {
  mkdirSync(folder, { recursive: true });
  const names = Object.keys(drums);
  for (const [index, name] of names.entries()) writeDrum(folder, name, index + 1);
  const channels = ['L', 'R'].map((name) => `<channelmap in="${name}" out="${name}" main="true"/>`).join('');
  const instruments = names.map((name) => `<instrument name="${name}" file="${name}.xml">${channels}</instrument>`);
  const [kit, map] = [join(folder, 'kit.xml'), join(folder, 'map.xml')];
  writeFileSync(
    kit,
    `<?xml version="1.0"?>
<drumkit name="soak" description="" samplerate="${SAMPLE_RATE}">
 <channels><channel name="L"/><channel name="R"/></channels>
 <instruments>${instruments.join('\n  ')}</instruments>
</drumkit>`,
  );
  const keys = Object.entries(drums).map(([name, key]) => `<map note="${key}" instr="${name}"/>`);
  writeFileSync(map, `<?xml version="1.0"?>\n<midimap>${keys.join('')}</midimap>`);
  return { kit, map };
}

/** Change a state file of DrumGizmo: it loads a kit of its own, and leaves no room for chance. @param lib the folder of the built files. */
export function useDrumKit(state: string, folder: string, lib: string): void {
  const { kit, map } = writeKit(folder);
  const codec = new StateCodec(lib);
  const file = readStateFile(state);
  const read = codec.readBlob('lv2', file.state).state;
  if (read.format !== 'lv2') throw new Error('no state of an LV2 plugin');
  const set = (text: string, name: string, value: string) =>
    text.replace(new RegExp(`(<value name="${name}">)[^<]*`), `$1${value}`);
  const properties = read.properties.map((property) => {
    if (property.key !== CONFIG) return property;
    let text = new TextDecoder().decode(property.value);
    text = set(set(text, 'drumkitfile', kit), 'midimapfile', map);
    text = set(set(text, 'enable_velocity_modifier', 'false'), 'sample_selection_f_random', '0');
    return { ...property, value: new TextEncoder().encode(text) };
  });
  writeStateFile(state, { ...file, state: codec.writeBlob({ ...read, properties }) });
}
