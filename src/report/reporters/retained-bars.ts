import { asksForLeast, boundOf, heldValue } from '../../results/gate-bound.ts';
import type { CheckResult, GateResult } from '../../results/report.ts';
import { metricWords } from '../../statistics/wording.ts';
import { heldText } from '../wording/number-text.ts';
import { columns, oneLine, truncate } from '../wording/text-layout.ts';

const WIDTH = 40;
const LONGEST_NAME = 28;

/**
 * The small figure of a job summary, where pages show no pictures of their own: per method a bar of the largest retained
 * similarity at any of its gates, from 0 to 1, with a stroke at that gate's maximum.
 */
export function retainedBars(checks: readonly CheckResult[]): string {
  const names = checks.map(({ method }) => truncate(oneLine(method), LONGEST_NAME));
  const margin = Math.max(...names.map(columns));
  return checks
    .map((check, at) => {
      const name = names[at] + ' '.repeat(margin - columns(names[at]));
      const gate = closest(check);
      if (!gate) return `${name}  ${'·'.repeat(WIDTH + 1)}  ${check.status}`;
      const value = `${heldText(gate)} ${oneLine(metricWords(gate.metric))}, ${oneLine(gate.stage)}`;
      return `${name}  ${bar(heldValue(gate)!, boundOf(gate))}  ${value}: ${check.status}`;
    })
    .join('\n');
}

/** The gate that is nearest to failing, or furthest beyond it. */
function closest(check: CheckResult): GateResult | undefined {
  return check.gates
    .filter((gate) => Number.isFinite(heldValue(gate)))
    .toSorted((a, b) => beyond(b) - beyond(a))[0];
}

/** How far a gate lies on the wrong side of its bound. */
function beyond(gate: GateResult): number {
  const distance = heldValue(gate)! - boundOf(gate);
  return asksForLeast(gate) ? -distance : distance;
}

function bar(retained: number, maximum: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, retained)) * WIDTH);
  const cells = '█'.repeat(filled) + '·'.repeat(WIDTH - filled);
  const at = Math.round(maximum * WIDTH);
  return `${cells.slice(0, at)}│${cells.slice(at)}`;
}
