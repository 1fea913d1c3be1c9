import { arun } from './arun.ts';
import { paper } from './paper.ts';
import type { Rule } from './rule.ts';
import { sixt } from './sixt.ts';

/** Rules of the literature, in the order of tables. */
export const RULES: readonly Rule[] = [paper, arun, sixt];
