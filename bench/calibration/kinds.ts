import { metricWords } from '../../src/statistics/wording.ts';

import { WANTED } from './coverage.ts';
import type { MethodTally } from './tally.ts';
import type { WorldTallies } from './world-tallies.ts';

/**
 * Coverage by kind of gate, its stage and metric: of all methods and networks together, of the gate with the least and with the
 * most, and how many lie below and above what is wanted; at 32 x 5 and at 8 x 3.
 */
export function kindTable(worlds: readonly WorldTallies[]): string[][] {
  const kinds = [...byKind(worlds.flatMap(({ fixed }) => fixed))].map(([kind, fixed]) => {
    const small = byKind(worlds.flatMap(({ quick }) => quick)).get(kind)!;
    const [stage, metric] = kind.split(' ');
    return [`${stage}, ${metricWords(metric)}`, String(fixed.length), ...said(fixed), ...said(small)];
  });
  const heads = ['32 x 5', '8 x 3'].flatMap((size) => [
    `covered, ${size} (%)`,
    'least to most of a gate',
    `below ${100 * WANTED.least} %`,
    `above ${100 * WANTED.most} %`,
  ]);
  return [['kind of gate', 'gates', ...heads], ...kinds];
}

function byKind(tallies: readonly MethodTally[]): ReadonlyMap<string, readonly number[]> {
  const kinds = new Map<string, number[]>();
  for (const { stage, metric, status, covered, bounded } of tallies.flatMap(({ gates }) => gates)) {
    if (status === 'undefined') continue;
    const kind = `${stage} ${metric}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), covered / bounded]);
  }
  return kinds;
}

function said(covered: readonly number[]): string[] {
  const percent = (share: number) => (100 * share).toFixed(1);
  const mean = covered.reduce((sum, each) => sum + each, 0) / covered.length;
  return [
    percent(mean),
    `${percent(Math.min(...covered))} to ${percent(Math.max(...covered))}`,
    String(covered.filter((each) => each < WANTED.least).length),
    String(covered.filter((each) => each > WANTED.most).length),
  ];
}
