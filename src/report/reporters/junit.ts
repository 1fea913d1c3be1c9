import { x } from 'xastscript';
import type { BaselineComparison, CheckResult, Report, SkippedMethod } from '../../results/report.ts';
import { accuracyText } from '../wording/accuracy-text.ts';
import { ordersOf } from '../wording/gate-columns.ts';
import { leftOutMethods } from '../wording/left-out.ts';
import { stageTable } from '../wording/stage-table.ts';
import { oneLine } from '../wording/text-layout.ts';
import { xmlText } from '../wording/xml-text.ts';
import { changeText } from './baseline-text.ts';

/**
 * The text of junit.xml: a test suite per order, a test case per method. `failed` is a failure with the explanation and
 * the table of stages. `inconclusive` is a skipped test with its reason: viewers show it without counting it as a
 * defect of the model; whether it stops a build is the business of the exit code. Regressions against a baseline are
 * failures of a suite of their own.
 */
export function reportJunit(report: Report): string {
  const { summary, checks, baseline } = report;
  const regressions = baseline?.regressions ?? 0;
  const suites = ordersOf(checks).map((order) => suite(report, order));
  const leftOut = leftOutMethods(report);
  if (leftOut.length > 0) suites.push(leftOutSuite(leftOut));
  if (baseline) suites.push(baselineSuite(baseline));
  const totals = {
    name: 'saliency-sanity',
    tests: checks.length + leftOut.length + (baseline ? Math.max(1, regressions) : 0),
    failures: summary.failed + regressions,
    errors: 0,
    skipped: summary.inconclusive + leftOut.length,
    time: seconds(report.durationMs),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(x('testsuites', totals, suites))}\n`;
}

function suite(report: Report, order: string) {
  const checks = report.checks.filter((check) => check.order === order);
  const number = (status: string) => checks.filter((check) => check.status === status).length;
  const accuracy = accuracyText(report);
  const properties = {
    version: report.version,
    seed: report.seed,
    command: oneLine(report.command),
    ...(accuracy === null ? {} : { accuracy }),
  };
  return x(
    'testsuite',
    {
      name: oneLine(order),
      tests: checks.length,
      failures: number('failed'),
      errors: 0,
      skipped: number('inconclusive'),
      timestamp: report.startedAt.replace(/(\.\d+)?Z$/, ''),
    },
    [
      x(
        'properties',
        Object.entries(properties).map(([name, value]) => x('property', { name, value: String(value) })),
      ),
      ...checks.map(testCase),
    ],
  );
}

/** A skipped test case for every method that was asked for by name and does not fit the model. */
function leftOutSuite(leftOut: readonly SkippedMethod[]) {
  const cases = leftOut.map(({ method, reason }) => {
    const attributes = { classname: 'saliency-sanity.left-out', name: oneLine(method) };
    return x('testcase', attributes, [x('skipped', { message: `left out: ${oneLine(reason)}` })]);
  });
  const { length } = leftOut;
  return x('testsuite', { name: 'left out', tests: length, failures: 0, errors: 0, skipped: length }, cases);
}

/** A test case per regression, or one that passes where there is none. */
function baselineSuite({ file, regressions, verdicts, retained }: BaselineComparison) {
  const attributes = { classname: 'saliency-sanity.baseline' };
  const worse = [...verdicts, ...retained].filter((change) => change.regression);
  const cases = worse.map((change) => {
    const text = changeText(change);
    const name = oneLine(
      'stage' in change
        ? `${change.method}, ${change.order}, ${change.stage}, ${change.metric}`
        : `${change.method}, ${change.order}`,
    );
    return x('testcase', { ...attributes, name }, [
      x('failure', { type: 'regression', message: text }, text),
    ]);
  });
  const counts = { tests: Math.max(1, regressions), failures: regressions, errors: 0, skipped: 0 };
  const nothing = x('testcase', { ...attributes, name: `no regression since ${oneLine(file)}` });
  return x('testsuite', { name: 'baseline', ...counts }, cases.length > 0 ? cases : [nothing]);
}

function testCase(check: CheckResult) {
  const attributes = { classname: `saliency-sanity.${oneLine(check.order)}`, name: oneLine(check.method) };
  const explanation = oneLine(check.explanation);
  if (check.status === 'failed') {
    const table = check.stages.length > 0 ? `\n\n${stageTable(check)}` : '';
    const failure = x(
      'failure',
      { type: check.reason ?? 'failed', message: explanation },
      `${explanation}${table}`,
    );
    return x('testcase', attributes, [failure]);
  }
  if (check.status === 'inconclusive') {
    return x('testcase', attributes, [
      x('skipped', { message: `inconclusive (${check.reason}): ${explanation}` }),
    ]);
  }
  return x('testcase', attributes);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
