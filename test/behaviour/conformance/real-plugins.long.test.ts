import type { ExecutionContext } from 'ava';
import { Daw, type DawOptions } from '../../support/daw.ts';
import { readyTest, signal } from '../../support/host-test.ts';
import { status } from '../../support/layout.ts';
import { applyWithLilv, describe, installed, type Plugin } from '../../support/lv2.ts';

const plugins = installed(/plugins\/eg-|plugins\/mda\/|^urn:zamaudio:/).map(describe);

function optionsFor(plugin: Plugin): DawOptions {
  return { format: 'lv2', spec: plugin.uri, inputs: plugin.audioInputs, outputs: plugin.audioOutputs };
}

/** Play the same signal through all inputs; fails on a missing answer or on an output that is not a number. */
async function playBlocks(t: ExecutionContext, daw: Daw, plugin: Plugin, frames: number): Promise<void> {
  for (let channel = 0; channel < plugin.audioInputs; channel++)
    daw.segment.writePlane(channel, 'toHost', signal(frames, channel));
  for (let block = 0; block < 500; block++) {
    if ((await daw.block(frames)) !== 'byte') return t.fail(`no answer to block ${block} of ${frames} frames`);
    daw.takeEchoes();
  }
  for (let channel = 0; channel < plugin.audioOutputs; channel++)
    t.true(
      daw.segment.readPlane(channel, 'toDaw', frames).every(Number.isFinite),
      `output ${channel} of ${frames} frames`,
    );
}

/** Restore in a fresh process and save there. */
async function saveElsewhere(t: ExecutionContext, plugin: Plugin, state: Buffer): Promise<Buffer> {
  const daw = new Daw(optionsFor(plugin));
  try {
    t.true(await daw.ready(), daw.process.stderr);
    t.is(await daw.restoreState(state), status.ok);
    const saved = await daw.saveState();
    daw.shutDown();
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
    return saved;
  } finally {
    await daw.destroy();
  }
}

/** Parameters that are numbers and no ports: bool, int, long, float, double, lfo, spring. */
const propertyCounts: Readonly<Record<string, number>> = { 'http://lv2plug.in/plugins/eg-params': 7 };

for (const plugin of plugins) {
  readyTest(`${plugin.uri} plays, and keeps its state in another process`, optionsFor(plugin), async (t, daw) => {
    await daw.block(64);
    t.is(daw.takeEchoes().length, plugin.controlInputs + (propertyCounts[plugin.uri] ?? 0));
    for (const frames of [64, 256, 1024]) await playBlocks(t, daw, plugin, frames);
    const state = await daw.saveState();
    t.is(state.readUInt32LE(0), plugin.controlInputs);
    t.deepEqual(await saveElsewhere(t, plugin, state), state);
  });
}

/** Frames for which lv2apply's output and ours are compared. It runs one frame at a time, and so do we: many plugins smooth per run. */
const COMPARED_FRAMES = 2000;

/** Denormals are zero here but not in lv2apply; far below anything audible. */
const TOLERANCE = 1e-20;

const comparable = plugins
  .filter((plugin) => plugin.audioInputs > 0)
  .map((plugin) => {
    const inputs = Array.from({ length: plugin.audioInputs }, (_, channel) => signal(COMPARED_FRAMES, channel));
    return { plugin, inputs, expected: applyWithLilv(plugin.uri, inputs) };
  });

for (const { plugin, inputs, expected } of comparable) {
  // Silence on both sides would prove nothing.
  if (!expected?.some((samples) => samples.some((sample) => sample !== 0))) continue;
  readyTest(`${plugin.uri} sounds exactly as it does in lv2apply`, optionsFor(plugin), async (t, daw) => {
    for (let frame = 0; frame < COMPARED_FRAMES; frame++) {
      inputs.forEach((samples, channel) => {
        daw.segment.writePlane(channel, 'toHost', samples.subarray(frame, frame + 1));
      });
      if ((await daw.block(1)) !== 'byte') return t.fail(`no answer at frame ${frame}`);
      for (const [channel, samples] of expected.entries()) {
        const heard = daw.segment.readPlane(channel, 'toDaw', 1)[0] ?? Number.NaN;
        const wanted = samples[frame] ?? Number.NaN;
        if (!(Math.abs(heard - wanted) <= TOLERANCE))
          return t.fail(`frame ${frame} of output ${channel}: ${heard} instead of ${wanted}`);
      }
    }
    t.pass();
  });
}
