/** The core's tests against the module compiled ahead of time. */
import './choose-ahead-of-time.ts';
import './all.ts';
