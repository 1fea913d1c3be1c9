import { reportCard } from '../../src/report/wording/report-card.ts';
import type { CheckResult, Report } from '../../src/results/report.ts';
import { markdownTable } from '../methods/markdown.ts';
import type { Part } from './catalogue.ts';
import { findingsOf } from './expectations.ts';

/** A finished run with what it was. */
export interface Ran {
  readonly part: Part;
  readonly report: Report;
}

/** What the command puts into the page, by the place that it has there. */
export function findingsTexts(
  ran: readonly Ran[],
  { quick, train, checks }: { readonly quick: boolean; readonly train: boolean; readonly checks?: string },
): Readonly<Record<'verdicts' | 'expected', string>> {
  const networks = [...new Set(ran.map(({ part }) => part.network))];
  const flags = [
    ...(checks === undefined ? [] : [`--checks ${checks}`]),
    ...(quick ? ['--quick'] : []),
    ...(train ? ['--train'] : []),
    '--write',
  ];
  const sizes = ran.map(
    ({ part, report }) => `${part.name}: ${report.inputs.length} inputs, ${report.plan.draws} draws`,
  );
  const tables = networks.flatMap((network) => {
    const own = ran.filter(({ part }) => part.network === network);
    return [`**${network}**`, cardOf(own.map(({ report }) => report))];
  });
  const findings = findingsOf(ran.map(({ part, report }) => ({ network: part.network, report })));
  return {
    verdicts: [
      `\`npm run findings -- ${flags.join(' ')}\` (${sizes.join('; ')}; only the conditions that carry gates). ✓ passed, ✗ failed, ? with the reason why it is not ` +
        'known, – does not apply or was not measured.',
      ...tables,
      ...leftOut(ran),
    ].join('\n\n'),
    expected: markdownTable([
      ['expected', 'by', 'here', 'numbers (retained, or the score that is gated)'],
      ...findings.map(({ expected, source, outcome, found }) => [expected, source, `**${outcome}**`, found]),
    ]),
  };
}

/** The report card of several runs on one network. */
function cardOf(reports: readonly Report[]): string {
  const checks: CheckResult[] = reports.flatMap((report) => [...report.checks]);
  const card = reportCard({ checks, plan: { ...reports[0].plan, profile: undefined } });
  if (card === null) return 'One check: see the numbers below.';
  return markdownTable([
    ['method', ...card.columns.map(({ name }) => name)],
    ...card.rows.map(({ method, cells }) => [
      method,
      ...cells.map(({ sign, word, status }) => wordsOf(sign, word, status)),
    ]),
  ]);
}

const wordsOf = (sign: string, word: string, status: string | null): string =>
  status === 'inconclusive' ? `${sign} ${word}` : sign;

/** What the profile of a run left out and no other run has measured on its network, each once. */
function leftOut(ran: readonly Ran[]): string[] {
  const isMeasured = (check: string, network: string) =>
    ran.some(({ part, report }) => part.network === network && report.plan.orders.includes(check));
  const reasons = new Set(
    ran.flatMap(({ part, report }) =>
      (report.plan.profile?.leftOut ?? [])
        .filter(({ name }) => !isMeasured(name, part.network))
        .map(({ name, reason }) => `\`${name}\` on ${part.network} (${reason})`),
    ),
  );
  return reasons.size === 0 ? [] : [`Not measured: ${[...reasons].join('; ')}.`];
}
