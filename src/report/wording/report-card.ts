import type { CheckResult, Reason, Report, Status } from '../../results/report.ts';
import { ordersOf } from './gate-columns.ts';
import { oneLine } from './text-layout.ts';
import { BY_URGENCY } from './verdict-words.ts';

/** A question that is put to every method: a check, or one of the gates of a profile. */
export interface CardColumn {
  readonly name: string;
  /** The check that answers it, where that has another name. */
  readonly check: string | null;
}

/** The answer of one method: a sign and a word, so that nothing hangs on colour. */
export interface CardCell {
  /** Null where the question does not apply to the method, or was not put. */
  readonly status: Status | null;
  readonly sign: string;
  readonly word: string;
  /** Where it comes from; null where there is nothing. */
  readonly check: CheckResult | null;
}

export interface ReportCard {
  readonly columns: readonly CardColumn[];
  readonly rows: readonly { readonly method: string; readonly cells: readonly CardCell[] }[];
}

const SIGNS: Readonly<Record<Status, string>> = { passed: '✓', failed: '✗', inconclusive: '?' };
const NOT_MEASURED: CardCell = { status: null, sign: '–', word: 'not measured', check: null };

/**
 * Methods by checks, a verdict to each cell; by the gates of the profile where the run had one with gates of its own. Null where
 * there is no more than one column: then the verdicts themselves are the page to look at.
 */
export function reportCard({ checks, plan }: Pick<Report, 'checks' | 'plan'>): ReportCard | null {
  const criteria = plan.profile?.criteria ?? [];
  const columns =
    criteria.length > 0 ? criteria : ordersOf(checks).map((check) => ({ name: check, check, stages: null }));
  if (columns.length < 2) return null;
  const methods = [...new Set(checks.map(({ method }) => method))];
  return {
    columns: columns.map(({ name, check }) => ({ name, check: check === name ? null : check })),
    rows: methods.map((method) => ({
      method,
      cells: columns.map(({ check: order, stages }) => {
        const check = checks.find((each) => each.method === method && each.order === order);
        return check === undefined ? NOT_MEASURED : cellOf(check, stages);
      }),
    })),
  };
}

/** The verdict of a check, or what its gates at some stages come to. */
function cellOf(check: CheckResult, stages: readonly string[] | null): CardCell {
  if (stages === null) return told(check, check.status, check.reason);
  const statuses = check.gates.filter(({ stage }) => stages.includes(stage)).map(({ status }) => status);
  if (statuses.length === 0) return { ...NOT_MEASURED, check };
  // What spoils a verdict as a whole spoils the parts of it.
  if (check.status === 'inconclusive' && !OF_GATES.includes(check.reason ?? '')) {
    return told(check, 'inconclusive', check.reason);
  }
  if (statuses.includes('failed')) return told(check, 'failed', null);
  const telling = statuses.filter((status) => status !== 'not-telling');
  if (telling.length === 0) return told(check, 'inconclusive', NOT_TELLING);
  return telling.every((status) => status === 'passed')
    ? told(check, 'passed', null)
    : told(check, 'inconclusive', UNDECIDED);
}

function told(check: CheckResult, status: Status, reason: string | null): CardCell {
  if (reason === NOT_APPLICABLE) return { status: null, sign: '–', word: 'does not apply', check };
  const word = status === 'inconclusive' && reason !== null ? oneLine(reason) : status;
  return { status, sign: SIGNS[status], word, check };
}

const NOT_APPLICABLE: Reason = 'not-applicable';
const [UNDECIDED, NOT_TELLING]: readonly Reason[] = ['undecided', 'not-telling'];
/** Reasons that gates have, each for itself. */
const OF_GATES: readonly string[] = [UNDECIDED, NOT_TELLING];

const MEANINGS: Readonly<Record<Status, string>> = {
  failed: 'failed: a gate says no',
  inconclusive: 'not known, and why',
  passed: 'passed: every gate that can tell says yes',
};

/** What the answers of a card mean, of those that occur in it, each behind its sign. */
export function cardLegend({ rows }: ReportCard, signs: Readonly<Record<Status, string>> = SIGNS): string[] {
  const cells = rows.flatMap((row) => row.cells);
  const has = (status: Status | null) => cells.some((cell) => cell.status === status);
  return [
    ...BY_URGENCY.filter(has).map((status) => `${signs[status]} ${MEANINGS[status]}`.trim()),
    ...(has(null) ? ['– not measured, or does not apply to the method'] : []),
  ];
}

/** What a card is not. */
export const NO_SCORE =
  'The columns are different questions: none makes up for another, so there is no overall score and no ranking.';
