import { matrix } from './matrix.ts';
import { others } from './others.ts';

matrix('vst3');
others('vst3');
