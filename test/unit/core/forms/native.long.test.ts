/** The core's tests against the C compiled natively. */
import './choose-native.ts';
import './all.ts';
