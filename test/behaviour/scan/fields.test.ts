/**
 * What the DAW's reader demands of a scan (protocol, 13.11), field by field: of all plugins that are installed and of all that the tests
 * have, the broken ones, too.
 */
import { dirname } from 'node:path';
import { clap } from '../../support/clap.ts';
import { lv2PathWithFixtures, vst3Bundle } from '../../support/paths.ts';
import { type Listed, type Sandbox, scanTest } from './support.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const count: Check = (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const orMissing =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);
const capabilities: Check = (value) => typeof value === 'object' && !Array.isArray(value);

const fields: Record<string, Record<string, Check>> = {
  clap: { name: text, path: text, id: orMissing(text), capabilities: orMissing(capabilities) },
  vst3: {
    ...{ id: text, name: text, vendor: text, path: text, category: text, version: text },
    ...{ audio_inputs: count, audio_outputs: count, has_midi_input: flag, has_midi_output: flag },
  },
  lv2: {
    ...{ uri: text, name: text, class_label: text, bundle_uri: text, required_features: texts },
    ...{ audio_inputs: count, audio_outputs: count, midi_inputs: count, midi_outputs: count },
  },
};

const diagnostic: Record<string, Check> = {
  message: (value) => text(value) && value !== '',
  plugin_uri: orMissing(text),
  plugin_name: orMissing(text),
  bundle_uri: orMissing(text),
};

/** Fields that are missing, of another type, or not the DAW's. */
function faultsOf(entry: object, expected: Record<string, Check>): string[] {
  const values = new Map(Object.entries(entry));
  const wrong = Object.entries(expected).filter(([name, check]) => !check(values.get(name)));
  return [...wrong.map(([name]) => name), ...[...values.keys()].filter((name) => !(name in expected))];
}

/** Where the tests' plugins of a format lie. */
const fixtures: Record<string, (sandbox: Sandbox) => void> = {
  clap: ({ environment }) => {
    environment.CLAP_PATH = dirname(clap('gain').spec);
  },
  vst3: ({ environment }) => {
    environment.VST3_PATH = dirname(vst3Bundle('mono-only'));
  },
  lv2: (sandbox) => {
    sandbox.writePlugin('broken.lv2/manifest.ttl', 'this is no Turtle');
    sandbox.environment.LV2_PATH = `${sandbox.plugins}:${lv2PathWithFixtures()}`;
  },
};

for (const [format, expected] of Object.entries(fields))
  scanTest(`${format}: each plugin and each failure has the fields that the DAW reads`, async (t, sandbox) => {
    fixtures[format]?.(sandbox);
    sandbox.environment.MAOLAN_SCAN_TIMEOUT_MS = '4000';
    const report = await sandbox.scanSystem(t, format, '--path', '--system');
    t.deepEqual(Object.keys(report), ['errors', 'warnings', 'data']);
    t.true(report.data.length > 20, `${report.data.length} plugins`);
    t.true(report.errors.length + report.warnings.length > 0, 'none of the broken ones was tried');
    for (const entry of report.data as Listed[]) t.deepEqual(faultsOf(entry, expected), [], JSON.stringify(entry));
    for (const entry of [...report.errors, ...report.warnings])
      t.deepEqual(faultsOf(entry, diagnostic), [], JSON.stringify(entry));
  });
