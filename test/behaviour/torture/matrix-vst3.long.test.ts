import { matrix } from './matrix.ts';
import { others } from './others.ts';

matrix('vst3', 'all');
others('vst3', 'all');
