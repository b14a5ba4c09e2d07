import { useForm } from './use.ts';

useForm('native');
