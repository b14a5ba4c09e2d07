import { matrix } from './matrix.ts';
import { others } from './others.ts';

matrix('lv2', 'first');
others('lv2', 'first');
