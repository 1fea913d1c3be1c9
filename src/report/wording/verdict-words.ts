import type { CheckResult, Status } from '../../results/report.ts';

/** A verdict for people: whether the maps of a method show what the network learned. */
export interface VerdictWords {
  /** A sign, so that nothing hangs on colour. */
  readonly sign: string;
  /** Of one method: `Shows the network`. */
  readonly one: string;
  /** Over several: `Show the network`. */
  readonly many: string;
}

export const VERDICT_WORDS: Readonly<Record<Status, VerdictWords>> = {
  failed: { sign: '✗', one: 'Does not show the network', many: 'Do not show the network' },
  inconclusive: { sign: '?', one: 'Not known', many: 'Not known' },
  passed: { sign: '✓', one: 'Shows the network', many: 'Show the network' },
};

/** The verdicts by how much they ask of the reader. */
export const BY_URGENCY: readonly Status[] = ['failed', 'inconclusive', 'passed'];

/** What a verdict can bear, in one sentence. */
export const NECESSARY =
  'Passing is necessary, not sufficient: a map that passes depends on what the network learned, and may still be wrong.';

/** The verdict on a method over all checks of a run: failed where one fails, passed where all pass. */
export function methodVerdicts(checks: readonly CheckResult[]): Map<string, Status> {
  const verdicts = new Map<string, Status>();
  for (const { method, status } of checks) {
    const known = verdicts.get(method) ?? 'passed';
    verdicts.set(method, BY_URGENCY[Math.min(BY_URGENCY.indexOf(known), BY_URGENCY.indexOf(status))]);
  }
  return verdicts;
}
