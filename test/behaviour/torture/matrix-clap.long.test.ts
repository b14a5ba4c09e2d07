import { matrix } from './matrix.ts';
import { others } from './others.ts';

matrix('clap', 'all');
others('clap', 'all');
