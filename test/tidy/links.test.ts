/** The documents: their links lead somewhere, in the sources and in the npm package, and the README is what it promises to be. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import test from 'ava';
import { nameOf } from '../../ts/cli/parse.ts';
import { verbs } from '../../ts/cli/verbs/index.ts';
import { root } from '../support/paths.ts';

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true })
    .map((name) => join('docs', String(name)))
    .filter((name) => name.endsWith('.md')),
];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');
/** Code holds brackets that are not links. */
const prose = (page: string) =>
  textOf(page)
    .replaceAll(/```.*?```/gs, '')
    .replaceAll(/`[^`\n]*`/g, '');
const linksOf = (page: string) =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to ?? '').filter((to) => !/^[a-z]+:/.test(to));

/** As GitHub names headings. */
function anchorsOf(page: string): string[] {
  const headings = [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text ?? '');
  return headings.map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

for (const page of pages)
  test(`The links of ${page} lead somewhere`, (t) => {
    const broken = linksOf(page).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    t.deepEqual(broken, []);
  });

test('All links between documents lead somewhere in the npm package, too', (t) => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
  const packed = new Set(files.map(({ path }) => path));
  for (const page of pages.filter((name) => packed.has(name)))
    for (const link of linksOf(page)) {
      const [path = ''] = link.split('#');
      if (path !== '') t.true(packed.has(relative(root, join(root, dirname(page), path))), `${page}: ${link}`);
    }
});

test('The man page and the notices are in the package', (t) => {
  const { man } = JSON.parse(textOf('package.json')) as { man: string[] };
  for (const path of man) t.true(existsSync(join(root, path)), path);
  t.regex(readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES'), 'utf8'), /^vega \d.*\nLicense: BSD-3-Clause$/m);
});

test('The README fits a screen and a half', (t) => {
  t.true(textOf('README.md').split('\n').length <= 90);
});

test('Each verb is in docs/commands.md, each error code in docs/troubleshooting.md', (t) => {
  for (const verb of verbs) t.true(textOf('docs/commands.md').includes(`| \`${nameOf(verb)}\` |`), nameOf(verb));
  const [, codes = ''] = /export type ErrorCode =(.*?);/s.exec(textOf('ts/client/incident-types.ts')) ?? [];
  const names = [...codes.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? '');
  t.true(names.length > 5);
  for (const name of names) t.true(textOf('docs/troubleshooting.md').includes(`| \`${name}\` |`), name);
});

test('Pictures of documents are small', (t) => {
  for (const name of readdirSync(join(root, 'docs')).filter((entry) => /\.(svg|png)$/.test(entry)))
    t.true(statSync(join(root, 'docs', name)).size < 100_000, name);
});
