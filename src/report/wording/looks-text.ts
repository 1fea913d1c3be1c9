import type { CheckResult, LooksTaken, Report } from '../../results/report.ts';
import { LOOKS } from '../../statistics/looks.ts';
import { listing, percent } from '../../statistics/wording.ts';
import { counted, countText } from './count-text.ts';
import { shareOf } from './coverage-text.ts';

/** The looks that a run plans: `Looks of 8 inputs x 3 draws, 16 x 4 and 32 x 6, with intervals of 98.3 % each: ...`. */
export function looksText({ plan, confidence }: Pick<LooksTaken, 'plan' | 'confidence'>): string {
  const [first, ...others] = plan;
  const sizes = [
    `${counted(first.inputs, 'input')} x ${counted(first.draws, 'draw')}`,
    ...others.map(({ inputs, draws }) => `${inputs} x ${draws}`),
  ];
  const each = plan.length > 1 ? ' each' : '';
  return `Looks of ${listing(sizes)}, with intervals of ${shareOf(confidence)}${each}: a method leaves as soon as it is decided.`;
}

/**
 * What it took to decide, and what a fixed plan would have taken; null for a run of a fixed plan. A verdict that is inconclusive for a
 * reason that no look takes away, such as an untrained network, is not called decided.
 */
export function decidedText({ looks, checks }: Pick<Report, 'looks' | 'checks'>): string | null {
  if (!looks) return null;
  const { plan, taken, maps, fixed } = looks;
  const bySize = plan.slice(0, taken).flatMap(({ inputs, draws }) => {
    const decided = checks.filter(
      (check) =>
        check.stopped === 'decided' &&
        check.status !== 'inconclusive' &&
        check.inputs === inputs &&
        check.draws === draws,
    );
    return decided.length > 0 ? [`${decided.length} at ${inputs} inputs x ${draws} draws`] : [];
  });
  const open = checks.filter(({ stopped }) => stopped === 'capped' || stopped === 'futile').length;
  const spoilt = checks.filter(
    ({ stopped, status }) => stopped === 'decided' && status === 'inconclusive',
  ).length;
  const none = bySize.length === 0 ? ['none'] : [];
  const counts = [...none, ...bySize, ...(open > 0 && bySize.length > 0 ? [`${open} not`] : [])];
  const whole = `${countText(fixed.maps)} that ${fixed.inputs} inputs x ${fixed.draws} draws on all stages take`;
  const judged = `${countText(maps)} maps were judged, ${percent(maps / fixed.maps)} of the ${whole}.`;
  const futile = checks.flatMap((check) => futileText(check, plan));
  const told = [
    ...(spoilt > 0 ? [`${spoilt} inconclusive for a reason that no look takes away.`] : []),
    ...futile,
    ...beyondText(plan, checks),
  ];
  return [`Decided: ${listing(counts)}.`, ...told, judged].join(' ');
}

/** Where the largest look of all leaves something open: more of both would not be looked at. */
function beyondText(plan: LooksTaken['plan'], checks: readonly CheckResult[]): string[] {
  const [last, most] = [plan[plan.length - 1], LOOKS[LOOKS.length - 1]];
  const all = last.inputs === most.inputs && last.draws === most.draws;
  if (!all || !checks.some(({ stopped }) => stopped === 'capped')) return [];
  return [`More than ${last.inputs} x ${last.draws} takes a run without --decide.`];
}

/** Why a method was followed no further that is not decided: `vargrad left after 16 x 4: 64 x 12 would decide it with a probability of 3 %.` */
function futileText({ method, inputs, draws, prospect }: CheckResult, plan: LooksTaken['plan']): string[] {
  if (prospect === undefined) return [];
  const largest = plan[plan.length - 1];
  const chance = `${largest.inputs} x ${largest.draws} would decide it with a probability of ${percent(prospect)} at most`;
  return [`${method} left undecided after ${inputs} x ${draws}: ${chance}.`];
}
