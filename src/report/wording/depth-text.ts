import type { CheckResult } from '../../results/report.ts';

/**
 * At which of its stages a method first lies below its gates: `1/10`, `3–5/10` where metrics differ, `3–…/10` where by one
 * of them it never does, `–/10` where by none. Null for a check that says nothing of it.
 */
export function depthText({ depth = [] }: Pick<CheckResult, 'depth'>): string | null {
  if (depth.length === 0) return null;
  const places = depth.flatMap(({ place }) => place ?? []);
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const all = `/${depth[0].stages}`;
  if (places.length === 0) return `–${all}`;
  if (places.length < depth.length) return `${first}–…${all}`;
  return first === last ? `${first}${all}` : `${first}–${last}${all}`;
}

/** Explains that text, under a figure. */
export const DEPTH_NOTE =
  'Behind the verdict: how many stages, of all, it takes until the whole interval lies below the gate.';
