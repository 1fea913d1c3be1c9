import type { CheckResult, GateResult } from '../../results/report.ts';
import { gateAt, gateColumns } from '../wording/gate-columns.ts';
import { oneLine } from '../wording/text-layout.ts';

/** A panel of the summary: a stage with a metric, or with several of which every method has one. */
export interface GatePanel {
  readonly stage: string;
  readonly metrics: readonly string[];
}

/** The gate of a check in a panel, with the place of its metric there. */
export function gateIn(
  check: CheckResult,
  { stage, metrics }: GatePanel,
): { readonly gate: GateResult; readonly at: number } | null {
  for (const [at, metric] of metrics.entries()) {
    const gate = gateAt(check, { stage, metric });
    if (gate) return { gate, at };
  }
  return null;
}

/** The panels of some checks: gates of a stage that no method has two of stand in one, as those of methods with signs and without. */
export function gatePanels(
  checks: readonly CheckResult[],
  metrics: readonly string[] | undefined,
): GatePanel[] {
  const panels: GatePanel[] = [];
  for (const { stage, metric } of gateColumns(checks)) {
    if (!(metrics?.includes(metric) ?? true)) continue;
    const at = panels.findIndex((panel) => panel.stage === stage && areApart(checks, panel, metric));
    if (at < 0) panels.push({ stage, metrics: [metric] });
    else panels[at] = { stage, metrics: [...panels[at].metrics, metric] };
  }
  return panels;
}

const areApart = (checks: readonly CheckResult[], panel: GatePanel, metric: string): boolean =>
  checks.every((check) => !gateIn(check, panel) || !gateAt(check, { stage: panel.stage, metric }));

/** A table of which no more than so much is filled has mostly empty cells. */
const SPARSE = 0.5;

/** The stage of a panel that all stages share. */
export const COMMON = '';

/**
 * The checks of an order as rows. Where methods have stages of their own, so that most panels would be empty in most rows, every
 * stage is a row of its method and all stages share their panels.
 */
export function summaryRows(checks: readonly CheckResult[]): CheckResult[] {
  const panels = gatePanels(checks, undefined);
  const cells = checks.reduce((sum, { gates }) => sum + gates.length, 0);
  const stages = new Set(panels.map(({ stage }) => stage));
  const judged = checks.filter(({ gates }) => gates.length > 0).length;
  const bounds = new Set(
    checks.flatMap(({ gates }) => gates.map(({ maximum, minimum }) => maximum ?? minimum)),
  );
  const dense = cells > SPARSE * judged * panels.length;
  // Gates of one panel share its bound.
  if (dense || stages.size < 3 || bounds.size > 1) return [...checks];
  return checks.flatMap((check): CheckResult[] => {
    const own = [...new Set(check.gates.map(({ stage }) => stage))];
    if (own.length === 0) return [check];
    return own.map((stage) => ({
      ...check,
      method: `${oneLine(check.method)}, ${oneLine(stage)}`,
      gates: check.gates.flatMap((gate) => (gate.stage === stage ? [{ ...gate, stage: COMMON }] : [])),
    }));
  });
}
