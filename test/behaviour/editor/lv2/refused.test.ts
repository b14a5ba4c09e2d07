/** Editors that cannot be shown: a status and a sentence. */
import test from 'ava';
import { XServer } from '../../../unit/window/x-server.ts';
import { Driver } from './driver.ts';

const NOT_SUPPORTED = -2;
const FAILED = -1;

const refusals: [title: string, name: string, status: number, sentence: RegExp][] = [
  ['A plugin without an editor', 'none', NOT_SUPPORTED, /has no editor/],
  ['An editor made for GTK 3', 'made-for-gtk3', NOT_SUPPORTED, /made for GTK 3 and cannot be embedded/],
  ['One that requires an unknown feature', 'requires-unknown-feature', NOT_SUPPORTED, /requires urn:nobody:has-this,/],
  ['One that requires an unknown option', 'requires-unknown-option', NOT_SUPPORTED, /requires urn:nobody:has-this,/],
  ['One whose binary is missing', 'missing-binary', FAILED, /cannot load .*nowhere\.so: .*No such file/],
  ['One that is not in its binary', 'not-in-binary', FAILED, /editor\.so does not contain it/],
  ['One that refuses to be instantiated', 'refuses', FAILED, /it refused/],
  ['One without the ui:showInterface that it promised', 'promises-to-show', FAILED, /lacks the ui:showInterface/],
];

for (const [title, name, status, sentence] of refusals)
  test(`${title} is refused with a sentence, and nothing is left of it`, async (t) => {
    const x = await XServer.start(t, { windowManager: false });
    const driver = await Driver.with(t, x.env, name);
    const before = await driver.do('count');
    for (let time = 0; time < 2; time++) {
      const answer = await driver.show();
      t.regex(answer, new RegExp(`^${status} `));
      t.regex(answer, sentence);
      t.true(answer.includes(`urn:maolan:editor:${name}`));
    }
    await driver.do('hide');
    await driver.do('close-editor');
    t.deepEqual(await driver.do('count'), before);
    t.is(await driver.end(), 0, driver.stderr);
  });

test('Without a display the sentence says so', async (t) => {
  const { DISPLAY: _, ...env } = process.env;
  const driver = await Driver.with(t, env, 'probe');
  t.regex(await driver.show(), /^-1 .*DISPLAY/);
  t.is(await driver.end(), 0, driver.stderr);
});

test('A parent that does not exist is refused', async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  const driver = await Driver.with(t, x.env, 'probe');
  t.regex(await driver.show('0x7654321'), /^-1 .*0x7654321/);
  t.is(driver.count('ui instantiate'), 0);
  t.is(await driver.end(), 0, driver.stderr);
});
