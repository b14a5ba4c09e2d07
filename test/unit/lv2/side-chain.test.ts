/** Which inputs are a side chain, by the data alone: of a port, of its group, or of neither. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { detailsOf } from '../../../ts/plugins/details.ts';
import { lib } from '../../behaviour/commands/sounds.ts';

const URI = 'urn:test:side-chain';
const port = (index: number, more: string) => `[
		a lv2:InputPort , lv2:AudioPort ; lv2:index ${index} ; lv2:symbol "in${index}" ; lv2:name "In ${index}" ${more}
	]`;
const manifest = `@prefix doap: <http://usefulinc.com/ns/doap#> .
@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix pg: <http://lv2plug.in/ns/ext/port-groups#> .
<urn:test:main> a pg:MonoGroup , pg:InputGroup ; lv2:symbol "main" ; lv2:name "Main" .
<urn:test:key> a pg:StereoGroup , pg:InputGroup ; lv2:symbol "key" ; lv2:name "Key" ; pg:sideChainOf <urn:test:main> .
<${URI}> a lv2:Plugin ; doap:name "Side chain" ; lv2:binary <none.so> ;
	lv2:port ${port(0, '; pg:group <urn:test:main>')} , ${port(1, '; pg:group <urn:test:key>')} , ${port(2, '')} ,
	${port(3, '; lv2:portProperty lv2:isSideChain')} , ${port(4, '; pg:sideChainOf <urn:test:main>')} .
`;

test('A side chain is a port that says so, or one whose group does', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-side-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'side.lv2'));
  writeFileSync(join(folder, 'side.lv2/manifest.ttl'), manifest);
  const environment = { ...process.env, LV2_PATH: folder };
  const plugin = { format: 'lv2', id: URI, spec: URI, path: '' } as const;
  const { sideChainInputs } = await detailsOf(plugin, { folder: lib, environment });
  t.deepEqual(sideChainInputs, [1, 3, 4]);
});
