import { useForm } from './use.ts';

useForm('ahead-of-time');
