import type { Report, Status } from '../../results/report.ts';
import { listing } from '../../statistics/wording.ts';
import { oneLine } from './text-layout.ts';
import { methodVerdicts } from './verdict-words.ts';

/** What follows from a run for somebody who wants to show maps of this network: which methods pass, which to keep from. */
export function advice(report: Pick<Report, 'checks'>): string[] {
  const verdicts = methodVerdicts(report.checks);
  if (verdicts.size === 0) return ['No method was judged in this run.'];
  const named = (status: Status) =>
    [...verdicts].filter(([, each]) => each === status).map(([method]) => oneLine(method));
  const [passed, failed, open] = [named('passed'), named('failed'), named('inconclusive')];
  const pass = (methods: readonly string[]) => (methods.length === 1 ? 'passes' : 'pass');
  return [
    passed.length > 0
      ? `On this network ${listing(passed)} ${pass(passed)}.`
      : 'On this network no method of this run passes.',
    ...(failed.length > 0
      ? [`Do not take maps of ${listing(failed, 'or')} for what the network learned.`]
      : []),
    ...(open.length > 0 ? [`Of ${listing(open)} this run cannot tell.`] : []),
  ];
}
