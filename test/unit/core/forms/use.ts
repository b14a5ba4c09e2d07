import test from 'ava';
import { chooseForm, type Form, keepCores, releaseCores } from '../form.ts';

/** The tests that are declared after this run with that form of the core. */
export function useForm(form: Form): void {
  chooseForm(form);
  test.before(keepCores);
  let turn: Promise<unknown> = Promise.resolve();
  // One test after the other, and the instances of each are gone before the next: a form's memory is not the engine's to collect.
  test.beforeEach(() => {
    turn = turn.then(() => new Promise(setImmediate));
    return turn as Promise<void>;
  });
  test.afterEach.always(releaseCores);
}
