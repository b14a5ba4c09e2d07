/** Values on the command line, as the plugins write them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { clapFile, vst3Bundle } from '../../support/paths.ts';
import { call, folderOf } from './commands.ts';

async function stateOf(t: Parameters<typeof folderOf>[0], plugin: string, ...params: string[]): Promise<string> {
  const file = join(folderOf(t), `${params.join().replace(/\W/g, '')}.state`);
  const { code, stderr } = await call(['state', 'save', plugin, file, ...params.flatMap((param) => ['-p', param])]);
  t.is(code, 0, stderr);
  return readFileSync(file, 'utf8');
}

for (const [plugin, number] of [
  ['lv2:ZamComp', '-30'],
  ['clap:ZamComp', '-30'],
  ['vst3:ZamComp', '0.625'],
] as const)
  test.serial(`${plugin}: --param "Threshold=-30 dB" is --param Threshold=${number}`, async (t) => {
    const said = await stateOf(t, plugin, 'Threshold=-30 dB');
    t.is(said, await stateOf(t, plugin, `Threshold=${number}`));
    t.not(said, await stateOf(t, plugin, 'Threshold=50%'));
  });

test.serial('LV2 symbols and scale points are understood', async (t) => {
  t.is(await stateOf(t, 'lv2:ZamComp', 'thr=-30 dB'), await stateOf(t, 'lv2:ZamComp', 'Threshold=-30'));
  t.is(await stateOf(t, 'MDA Leslie', 'Mode=Fast'), await stateOf(t, 'MDA Leslie', 'Mode=1'));
});

test.serial('What is no value is refused with the range and the choices', async (t) => {
  const folder = folderOf(t);
  for (const [plugin, param, sentence] of [
    [
      'vst3:ZamComp',
      'Threshold=-90 dB',
      /"-90 dB" is not a value of "Threshold", which ranges from 0 to 1 \(-80\.0+ dB to 0\.0+ dB\)/,
    ],
    ['lv2:ZamComp', 'Threshold=loud', /"loud" is not a value of "Threshold", which ranges from -80 to 0 dB/],
    [vst3Bundle('odd-texts'), 'Mode=Max', /: Low, Mid, High$/m],
    [clapFile('odd-texts'), 'Twins=B', /matches several values of "Twins": 1, 2$/m],
    [clapFile('odd-texts'), 'Meter=1', /"Meter" is read-only/],
  ] as const) {
    const { code, stderr } = await call(['state', 'save', plugin, join(folder, 'x'), '--param', param]);
    t.is(code, 1);
    t.regex(stderr, sentence);
  }
});

test.serial('info shows texts, choices and flags', async (t) => {
  const { stdout } = await call(['info', vst3Bundle('odd-texts')]);
  t.regex(stdout, /Mode .* Low, Mid, High +stepped/);
  t.regex(stdout, /Filters\/First\/Twice .* −6,0 dB/);
  t.regex(stdout, /Meter .* read-only, hidden/);
  t.regex(stdout, /Bypass .* bypass, stepped/);
  t.regex(stdout, /^presets +3$/m);
  const json = JSON.parse((await call(['info', 'lv2:ZamComp', '--json'])).stdout);
  t.like(json.parameters[0], { symbol: 'att', minimumText: '0.1 ms', maximumText: '100 ms', isAutomatable: true });
});

test.serial('presets lists programs, and a program is what settings begin with', async (t) => {
  const plugin = vst3Bundle('odd-texts');
  t.regex((await call(['presets', plugin])).stdout, /Brass +Factory +program:1/);
  const file = join(folderOf(t), 'program.state');
  const { code, stderr } = await call(['state', 'save', plugin, file, '--preset', 'Brass']);
  t.is(code, 0, stderr);
});
