import type { CheckResult, Report, SkippedMethod } from '../../results/report.ts';
import { accuracyText } from '../wording/accuracy-text.ts';
import { leftOutMethods } from '../wording/left-out.ts';
import { stageTable } from '../wording/stage-table.ts';
import { oneLine } from '../wording/text-layout.ts';
import { changeText } from './baseline-text.ts';

/**
 * The report in the Test Anything Protocol, version 14: a test point per check, then one per regression against the
 * baseline. As in junit.xml, an inconclusive check is skipped with its reason; a failed one has explanation and stages
 * in its diagnostics.
 */
export function tapReporter(report: Report): string {
  const worse = [...(report.baseline?.verdicts ?? []), ...(report.baseline?.retained ?? [])].filter(
    (change) => change.regression,
  );
  const points = [
    ...report.checks.map(checkPoint),
    ...leftOutMethods(report).map(leftOutPoint),
    ...worse.map((change) => ({ ok: false, name: `baseline: ${changeText(change)}`, skip: '', details: [] })),
  ];
  const lines = points.flatMap(({ ok, name, skip, details }, at) => [
    `${ok ? 'ok' : 'not ok'} ${at + 1} - ${escaped(name)}${skip === '' ? '' : ` # SKIP ${escaped(skip)}`}`,
    ...details,
  ]);
  const accuracy = accuracyText(report);
  const comments = accuracy === null ? [] : [`# Accuracy: ${accuracy}`];
  return ['TAP version 14', `1..${points.length}`, ...comments, ...lines, ''].join('\n');
}

interface Point {
  readonly ok: boolean;
  readonly name: string;
  /** Why it is skipped; empty where it is not. */
  readonly skip: string;
  /** Lines of a YAML block. */
  readonly details: readonly string[];
}

const leftOutPoint = ({ method, reason }: SkippedMethod): Point => ({
  ok: true,
  name: oneLine(method),
  skip: `left out: ${oneLine(reason)}`,
  details: [],
});

function checkPoint(check: CheckResult): Point {
  const name = `${oneLine(check.method)}, ${oneLine(check.order)}`;
  const ok = check.status !== 'failed';
  const explanation = oneLine(check.explanation);
  const skip = check.status === 'inconclusive' ? `inconclusive (${check.reason}): ${explanation}` : '';
  return { ok, name, skip, details: ok ? [] : diagnostics(check, explanation) };
}

/** A JSON string is a YAML scalar, whatever is in it. */
function diagnostics(check: CheckResult, explanation: string): string[] {
  const table = check.stages.length > 0 ? stageTable(check).split('\n') : [];
  return [
    '  ---',
    `  message: ${JSON.stringify(explanation)}`,
    `  reason: ${JSON.stringify(check.reason)}`,
    ...(table.length > 0 ? ['  stages:', ...table.map((line) => `    - ${JSON.stringify(line)}`)] : []),
    '  ...',
  ];
}

/** A number sign would start a directive. */
function escaped(text: string): string {
  return text.replace(/[\\#]/g, '\\$&');
}
