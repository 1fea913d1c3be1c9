import type { Report, Status } from '../../results/report.ts';
import { listing } from '../../statistics/wording.ts';
import { ordersOf } from './gate-columns.ts';
import { oneLine } from './text-layout.ts';
import { methodVerdicts } from './verdict-words.ts';

/**
 * What follows from a run for somebody who wants to show maps of this network: which methods pass, which to keep from. Of several
 * checks, which are different questions, no more than which methods pass all of them, and which fail some.
 */
export function advice(report: Pick<Report, 'checks'>): string[] {
  const verdicts = methodVerdicts(report.checks);
  if (verdicts.size === 0) return ['No method was judged in this run.'];
  const named = (status: Status) =>
    [...verdicts].filter(([, each]) => each === status).map(([method]) => oneLine(method));
  const [passed, failed, open] = [named('passed'), named('failed'), named('inconclusive')];
  return ordersOf(report.checks).length > 1
    ? ofSeveralChecks(passed, failed, open)
    : ofOneCheck(passed, failed, open);
}

type Names = readonly string[];

const verb = (methods: Names, one: string, many: string) => (methods.length === 1 ? one : many);

function ofOneCheck(passed: Names, failed: Names, open: Names): string[] {
  return [
    passed.length > 0
      ? `On this network ${listing(passed)} ${verb(passed, 'passes', 'pass')}.`
      : 'On this network no method of this run passes.',
    ...(failed.length > 0
      ? [`Do not take maps of ${listing(failed, 'or')} for what the network learned.`]
      : []),
    ...(open.length > 0 ? [`Of ${listing(open)} this run cannot tell.`] : []),
  ];
}

function ofSeveralChecks(passed: Names, failed: Names, open: Names): string[] {
  return [
    passed.length > 0
      ? `On this network ${listing(passed)} ${verb(passed, 'passes', 'pass')} every check of this run.`
      : 'On this network no method passes every check of this run.',
    ...(failed.length > 0
      ? [`${listing(failed)} ${verb(failed, 'fails', 'fail')} some: the report card says which.`]
      : []),
    ...(open.length > 0
      ? [`${listing(open)} ${verb(open, 'fails', 'fail')} none, and of some this run cannot tell.`]
      : []),
  ];
}
