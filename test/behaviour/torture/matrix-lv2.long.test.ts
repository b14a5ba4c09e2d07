import { matrix } from './matrix.ts';
import { others } from './others.ts';

matrix('lv2', 'rest');
others('lv2', 'rest');
