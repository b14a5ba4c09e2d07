/** The page that shows states, in a real browser, with states of real plugins. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { encodeState } from 'maolan-plugin-host/state';
import { type Browser, chromium, type Page } from 'playwright-core';
import { run } from '../../behaviour/commands/commands.ts';
import { root } from '../../support/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
const page = join(folder, 'state.html');
const file = (name: string) => join(folder, name);
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
let browser: Browser;

test.before(async () => {
  execFileSync(process.execPath, [join(root, 'scripts/docs/state-page/build.js'), page]);
  for (const words of [
    ['state', 'save', 'lv2:ZamComp', 'before.state'],
    ['state', 'save', 'lv2:ZamComp', 'after.state', '--param', 'Threshold=-30'],
    ['state', 'save', 'clap:ZamComp', 'clap.state'],
    ['state', 'save', 'http://drobilla.net/plugins/mda/Ambience', 'mda.state'],
    ['presets', 'vst3:ZamComp', '--save', 'before.vstpreset'],
    ['presets', 'vst3:ZamComp', '--save', 'after.vstpreset', '--param', 'Threshold=25%'],
  ]) {
    const { code, stderr } = await run(words, { cwd: folder });
    if (code !== 0) throw new Error(stderr);
  }
  const { state } = JSON.parse(readFileSync(file('before.state'), 'utf8'));
  const raw = Buffer.from(state, 'base64');
  // One that Calf has saved; its package is not among those of the tests.
  copyFileSync(join(root, 'test/unit/state/calf-vintage-delay.state'), file('calf.state'));
  writeFileSync(file('raw.lv2'), raw);
  writeFileSync(file('cut.lv2'), raw.subarray(0, 50));
  writeFileSync(file('cut.vstpreset'), readFileSync(file('before.vstpreset')).subarray(0, 100));
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
});
test.after.always(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** The page, which must not ask the network for anything nor fail at anything. */
async function opened(): Promise<{ view: Page; troubles: string[] }> {
  const view = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  const troubles: string[] = [];
  view.on('pageerror', (error) => troubles.push(error.message));
  view.on('console', (message) => troubles.push(message.text()));
  view.on('request', (request) => {
    if (request.url() !== pathToFileURL(page).href) troubles.push(request.url());
  });
  await view.goto(pathToFileURL(page).href);
  return { view, troubles };
}

/** Give it files, and wait until it shows them. */
async function give(view: Page, ...names: string[]): Promise<void> {
  const before = (await view.locator('body').getAttribute('data-shown')) ?? '';
  await view.locator('#files').setInputFiles(names.map(file));
  await view.locator(`body[data-shown]:not([data-shown="${before}"])`).waitFor();
}

/** Texts of a table's cells. */
function cells(view: Page, where: string): Promise<string[][]> {
  return view
    .locator(`${where} tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll(':scope > td')].map((cell) => cell.textContent ?? '')),
    );
}

test.serial('Two saves of ZamComp, LV2: contents of both, and the one port that differs', async (t) => {
  const { view, troubles } = await opened();
  await give(view, 'before.state', 'after.state');
  t.is(await view.locator('#differences h2').textContent(), 'They differ in 1 place');
  const [[, before, after] = []] = await cells(view, '#differences');
  t.deepEqual([before, after], ['0', '-30']);
  const cards = view.locator('#contents article');
  t.is(await cards.count(), 2);
  t.regex(
    (await cards.nth(0).textContent()) ?? '',
    /before\.state.*LV2.*ZamComp \(urn:zamaudio:ZamComp\).*8 control ports/,
  );
  t.is((await cells(view, '#contents article:first-child')).length, 8);
  await view.locator('#swap').click();
  await view.locator('#contents article:first-child', { hasText: 'after.state' }).waitFor();
  t.deepEqual((await cells(view, '#differences'))[0]?.slice(1), ['-30', '0']);
  await view.locator('#clear').click();
  await view.locator('#contents article').waitFor({ state: 'detached' });
  t.deepEqual(troubles, []);
  await view.close();
});

test.serial('Two presets of ZamComp, VST3: whose they are, and the bytes that differ', async (t) => {
  const { view, troubles } = await opened();
  await give(view, 'before.vstpreset', 'after.vstpreset');
  const [[what] = []] = await cells(view, '#differences');
  t.regex(what ?? '', /^component: \d+ bytes? from byte \d+ on$/);
  t.true((await view.locator('#differences mark').count()) > 0);
  t.regex((await view.locator('#contents').textContent()) ?? '', /VST3 preset.*PlugInNameZamComp/);
  t.deepEqual(troubles, []);
  await view.close();
});

test.serial(
  'States of mda and Calf (LV2) and ZamComp (CLAP) are shown by themselves; two formats have nothing to compare',
  async (t) => {
    const { view, troubles } = await opened();
    await give(view, 'mda.state');
    t.true(await view.locator('#differences').isHidden());
    t.regex((await view.locator('#contents').textContent()) ?? '', /MDA Ambience.*4 control ports.*0 properties/);
    await give(view, 'calf.state');
    t.regex((await view.locator('#contents').textContent()) ?? '', /Calf Vintage Delay.*20 control ports/);
    await view.locator('#clear').click();
    await give(view, 'mda.state', 'clap.state');
    t.regex((await view.locator('#contents').textContent()) ?? '', /CLAP.*8 parameters/);
    t.deepEqual(await cells(view, '#differences'), [['format', 'lv2', 'clap']]);
    t.deepEqual(troubles, []);
    await view.close();
  },
);

test.serial('A state as a DAW keeps it needs no name; the same settings in two files do not differ', async (t) => {
  const { view, troubles } = await opened();
  await give(view, 'raw.lv2', 'before.state');
  t.is(await view.locator('#differences h2').textContent(), 'Both hold the same settings');
  t.deepEqual(troubles, []);
  await view.close();
});

test.serial('What is broken is shown with the reason, the offset, and the bytes around it', async (t) => {
  const { view, troubles } = await opened();
  await give(view, 'cut.vstpreset');
  const text = (await view.locator('#contents .bad').textContent()) ?? '';
  t.regex(text, /This is not a usable VST3 preset: at byte 40, the list of chunks lies outside.*Offset40/);
  t.is(await view.locator('.bad .hex mark').count(), 2);
  await view.locator('#clear').click();
  await give(view, 'cut.lv2');
  t.regex((await view.locator('.bad .sentence').textContent()) ?? '', /^Nothing says which format/);
  await view.locator('#format').selectOption('lv2');
  await view.locator('.bad .sentence', { hasText: 'This is not an LV2 state: at byte 0' }).waitFor();
  await view.locator('#format').selectOption('clap');
  await view.locator('#contents .card:not(.bad)', { hasText: 'Stream, 50 bytes' }).waitFor();
  t.deepEqual(troubles, []);
  await view.close();
});

test.serial('A large state is unpacked, from its container or from the file that it names', async (t) => {
  const large = { format: 'clap', stream: new Uint8Array(1 << 20).fill(7) } as const;
  const packed = await encodeState(large, { as: 'packed' });
  const hash = Buffer.from(packed.subarray(28, 60)).toString('hex');
  const inFile = Buffer.concat([
    packed.subarray(0, 20),
    Uint8Array.of(2, 0, 0, 0),
    packed.subarray(24, 60),
    new Uint8Array(4),
  ]);
  writeFileSync(file('packed'), packed);
  writeFileSync(file('in-file'), inFile);
  writeFileSync(file(hash), gzipSync(large.stream));
  const { view, troubles } = await opened();
  await give(view, 'packed');
  t.regex((await view.locator('#contents').textContent()) ?? '', /State1,048,576 bytesPackeddeflated to/);
  await view.locator('#clear').click();
  await give(view, 'in-file');
  t.regex((await view.locator('.bad .sentence').textContent()) ?? '', new RegExp(hash));
  await give(view, hash);
  t.regex((await view.locator('#contents').textContent()) ?? '', /State1,048,576 bytesPackedin the file/);
  t.deepEqual(troubles, []);
  await view.close();
});

test.serial('What is in a file never becomes part of the page', async (t) => {
  const key = '<img src=x onerror=alert(1)>';
  const state = {
    format: 'lv2',
    ports: [],
    properties: [{ key, type: key, flags: 0, value: new Uint8Array() }],
  } as const;
  writeFileSync(file('markup.lv2'), await encodeState(state));
  const { view, troubles } = await opened();
  await give(view, 'markup.lv2');
  t.is(await view.locator('#contents img').count(), 0);
  t.is((await cells(view, '#contents'))[0]?.[0], key);
  t.deepEqual(troubles, []);
  await view.close();
});
