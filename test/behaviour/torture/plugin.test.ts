/** The torture plugin without faults: it is what it says, in all formats. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { clapParameters, controlPorts, portsRecord } from '../../support/answers.ts';
import type { Daw } from '../../support/daw.ts';
import { constant, readyTest } from '../../support/host-test.ts';
import { status } from '../../support/layout.ts';
import { noteOn, pushMidi } from '../../support/midi.ts';
import { Player } from './player.ts';
import { restore, save, savedState } from './requests.ts';
import { ownState, readState, wireState, writeState } from './states.ts';
import { type Format, formats, maxima, parameterId, parameters, setParameter, torture } from './support.ts';

/** A test in each format, with a plugin that does nothing wrong. */
function inAllFormats(title: string, body: (t: ExecutionContext, daw: Daw, format: Format) => Promise<void>): void {
  for (const format of formats)
    readyTest(
      `${format}: ${title}`,
      () => torture(format),
      (t, daw) => body(t, daw, format),
    );
}

inAllFormats('output is input times gain', async (t, daw, format) => {
  const player = new Player(daw);
  await player.play(20);
  for (const gain of [0.25, 1, 0, 0.7]) {
    player.gain = gain;
    setParameter(daw, format, 'gain', gain);
    await player.play(20);
    // Without gain heard and silent are one; with a gain of 1 heard and bypassed.
  }
  t.deepEqual([...new Set(player.seen)], ['heard'], player.toString());
});

inAllFormats('the channels are not mixed up', async (t, daw) => {
  const [left, right] = await daw.playChannels([constant(64, 0.5), constant(64, -0.25)]);
  t.deepEqual(left, constant(64, 0.25));
  t.deepEqual(right, constant(64, -0.125));
});

inAllFormats('a state holds every setting and the notes heard', async (t, daw, format) => {
  const values = [0.125, 0.25, 0.5, 0.75, 1, 0, 7];
  parameters.forEach((name, index) => {
    setParameter(daw, format, name, values[index] ?? 0);
  });
  for (const note of [60, 64, 67]) pushMidi(daw, 0, noteOn(note));
  await new Player(daw).play(3);
  const state = await save(daw);
  const said = readState(ownState(format, state));
  t.is(said.notes, 3);
  t.is(said.script, '');
  said.values.forEach((value, index) => {
    t.true(Math.abs(value - (values[index] ?? 0)) < 1e-4, `${parameters[index]}: ${value}`);
  });

  setParameter(daw, format, 'gain', 1);
  setParameter(daw, format, 'kept2', 0);
  pushMidi(daw, 0, noteOn(72));
  await new Player(daw).play(3);
  t.is((await savedState(daw, format)).notes, 4);
  t.is(await restore(daw, state), status.ok);
  const player = new Player(daw, 0.125);
  t.true(await player.playUntil('heard', 3));
  t.deepEqual(readState(ownState(format, await save(daw))), said);
});

inAllFormats('a state written by hand is a state', async (t, daw, format) => {
  const values = [0.25, 1, 0, 0, 0, 0, 0];
  const own = writeState({ notes: 12, values, script: 'refuse@restore:5' });
  t.is(await restore(daw, wireState(format, own, values)), status.ok);
  t.true(await new Player(daw, 0.25).playUntil('heard', 3));
  t.deepEqual(await savedState(daw, format), { notes: 12, saves: 0, script: 'refuse@restore:5', values });
});

inAllFormats('a state that is damaged is refused, and nothing changes', async (t, daw, format) => {
  // A host may hand back what was refused as long as nothing else is worth saving.
  setParameter(daw, format, 'kept1', 0.5);
  await new Player(daw).play(3);
  const before = await savedState(daw, format);
  const damaged = Buffer.concat([writeState({ values: [1] }), Buffer.from('noise')]);
  const refused = await restore(daw, wireState(format, damaged, [1]));
  // In LV2 the values of the ports are not part of what the plugin refuses.
  t.is(refused, format === 'lv2' ? status.ok : status.error);
  if (format === 'lv2') return;
  t.true(await new Player(daw).playUntil('heard', 3));
  t.deepEqual(await savedState(daw, format), before);
});

inAllFormats('it tells its parameters, ports and latency', async (t, daw, format) => {
  await new Player(daw).play(2);
  t.is(daw.segment.readU32(daw.at.latency ?? 0), 64);
  t.deepEqual(daw.midiPorts, { inputs: 1, outputs: 0 });
  const ids = parameters.map((name) => parameterId(format, name));
  if (format === 'lv2') {
    const ports = (await controlPorts(daw)).filter(({ port }) => ids.includes(port));
    t.deepEqual(
      ports.map(({ port }) => port),
      ids,
    );
  }
  if (format === 'clap') {
    t.deepEqual(portsRecord(daw), { audioInputs: 2, audioOutputs: 2, midiInputs: 1, midiOutputs: 0 });
    const reported = await clapParameters(daw);
    t.deepEqual(
      reported.map(({ id, maximum }) => [id, maximum]),
      parameters.map((name) => [parameterId(format, name), maxima[name]]),
    );
  }
});

for (const format of formats)
  readyTest(
    `${format}: of 64 channels the wire has 32, and those are right`,
    // Blocks of a length that is known beforehand: else a CLAP would be restarted with it.
    () => torture(format, '', { MAOLAN_BUFFER_SIZE: '64' }, true),
    async (t, daw) => {
      const player = new Player(daw);
      await player.play(10);
      setParameter(daw, format, 'gain', 0.25, 64);
      player.gain = 0.25;
      await player.play(10);
      t.deepEqual([...new Set(player.seen)], ['heard'], player.toString());
      await sleep(50);
    },
  );
