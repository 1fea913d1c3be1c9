import { createHash } from 'node:crypto';
import type { Report } from '../../results/report.ts';
import { leftOutMethods } from '../wording/left-out.ts';
import { oneLine } from '../wording/text-layout.ts';
import { changeText } from './baseline-text.ts';

interface Finding {
  readonly name: string;
  readonly description: string;
  readonly severity: 'info' | 'minor' | 'major';
  /** What makes it the same finding in another pipeline, whatever its numbers are. */
  readonly identity: readonly string[];
}

/**
 * A GitLab code quality report (the Code Climate format, as GitLab's documentation gives it): failed checks and
 * regressions are `major`, inconclusive checks `minor`. Every one is about the model's file; GitLab wants a line.
 */
export function gitlabReporter(report: Report): string {
  const path = oneLine(report.model.source).replace(/^\.\//, '');
  const findings = [...checkFindings(report), ...leftOutFindings(report), ...changeFindings(report)].map(
    (finding) => ({
      type: 'issue',
      check_name: finding.name,
      description: finding.description,
      severity: finding.severity,
      fingerprint: createHash('sha256')
        .update(JSON.stringify([path, finding.name, ...finding.identity]))
        .digest('hex'),
      location: { path, lines: { begin: 1 } },
    }),
  );
  return `${JSON.stringify(findings, null, 2)}\n`;
}

function checkFindings({ checks }: Report): Finding[] {
  return checks.flatMap(({ method, order, status, explanation }) => {
    if (status === 'passed') return [];
    return [
      {
        name: `saliency-sanity/${status}`,
        description: `${oneLine(method)}, ${oneLine(order)}: ${status}. ${oneLine(explanation)}`,
        severity: status === 'failed' ? 'major' : 'minor',
        identity: [method, order],
      },
    ];
  });
}

function leftOutFindings(report: Report): Finding[] {
  return leftOutMethods(report).map(({ method, reason }) => ({
    name: 'saliency-sanity/left-out',
    description: `${oneLine(method)}: left out. ${oneLine(reason)}`,
    severity: 'minor',
    identity: [method],
  }));
}

function changeFindings({ baseline }: Report): Finding[] {
  const changes = [...(baseline?.verdicts ?? []), ...(baseline?.retained ?? [])];
  return changes
    .filter((change) => change.regression)
    .map((change) => ({
      name: 'saliency-sanity/regression',
      description: `${changeText(change)}.`,
      severity: 'major',
      identity:
        'stage' in change
          ? [change.method, change.order, change.stage, change.metric]
          : [change.method, change.order],
    }));
}
