import type { CheckResult, GateResult } from '../../results/report.ts';

/** A column of the verdict tables: one gate, which every check of an order shares. */
export interface GateColumn {
  readonly stage: string;
  readonly metric: string;
}

/** The gates of the checks, each once, those of a stage side by side, in the order in which they first occur. */
export function gateColumns(checks: readonly CheckResult[]): GateColumn[] {
  const byStage = new Map<string, Set<string>>();
  for (const { stage, metric } of checks.flatMap((check) => check.gates)) {
    byStage.set(stage, (byStage.get(stage) ?? new Set()).add(metric));
  }
  return [...byStage].flatMap(([stage, metrics]) => [...metrics].map((metric) => ({ stage, metric })));
}

export function gateAt(check: CheckResult, column: GateColumn): GateResult | undefined {
  return check.gates.find((gate) => gate.stage === column.stage && gate.metric === column.metric);
}

/** The orders of the checks, each once, as they first occur. */
export function ordersOf(checks: readonly { readonly order: string }[]): string[] {
  return [...new Set(checks.map((check) => check.order))];
}
