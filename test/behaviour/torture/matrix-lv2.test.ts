import { matrix } from './matrix.ts';
import { others } from './others.ts';

matrix('lv2');
others('lv2');
