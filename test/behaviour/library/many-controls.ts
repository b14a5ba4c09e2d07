/** An LV2 plugin with as many controls as a test likes. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenOptions } from '../../../ts/client/index.ts';
import { root } from '../../support/paths.ts';

const URI = 'urn:maolan:test:many-controls';
const HEAD = `@prefix doap: <http://usefulinc.com/ns/doap#> .
@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix units: <http://lv2plug.in/ns/extensions/units#> .
<${URI}> a lv2:Plugin ; doap:name "Many controls" ; lv2:binary <many-controls.so> ;
lv2:port [ a lv2:AudioPort , lv2:InputPort ; lv2:index 0 ; lv2:symbol "in" ; lv2:name "In" ] ,
[ a lv2:AudioPort , lv2:OutputPort ; lv2:index 1 ; lv2:symbol "out" ; lv2:name "Out" ]`;

export interface Control {
  name: string;
  /** The values of units:unit. */
  unit?: string;
  minimum?: number;
  maximum?: number;
}

/** Make the plugin's bundle in a folder. Its controls have the ids 2, 3, ... */
export function manyControls(folder: string, controls: readonly Control[]): OpenOptions {
  const bundle = join(folder, 'many-controls.lv2');
  mkdirSync(bundle, { recursive: true });
  copyFileSync(join(root, 'build/test/many-controls.so'), join(bundle, 'many-controls.so'));
  const ports = controls.map(
    ({ name, unit, minimum = 0, maximum = 1 }, index) =>
      `, [ a lv2:ControlPort , lv2:InputPort ; lv2:index ${index + 2} ; lv2:symbol "c${index}" ; lv2:name ${JSON.stringify(name)} ; ` +
      `lv2:default ${minimum} ; lv2:minimum ${minimum} ; lv2:maximum ${maximum} ${unit === undefined ? '' : `; units:unit ${unit}`} ]`,
  );
  writeFileSync(join(bundle, 'manifest.ttl'), `${HEAD}\n${ports.join('\n')} .\n`);
  return { format: 'lv2', plugin: URI, environment: { LV2_PATH: folder } };
}
