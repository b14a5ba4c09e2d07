/** What was found out by hand about plugins that fail at something; see table.ts. */
import type { Reasons } from './table.ts';

export const reasons: Reasons = {};
