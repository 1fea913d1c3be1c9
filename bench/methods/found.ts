import type { CheckResult, Report } from '../../src/results/report.ts';

/** Reports of the parts of a network and a check, by `network check`. */
export class Found {
  readonly #checks = new Map<string, CheckResult>();
  readonly #reasons = new Map<string, string>();
  readonly columns: { readonly network: string; readonly check: string }[] = [];

  add(network: string, check: string, report: Report): void {
    if (!this.columns.some((column) => column.network === network && column.check === check))
      this.columns.push({ network, check });
    // The derivative is measured in every part; a method belongs to the first that has it.
    for (const one of report.checks) {
      const key = `${network} ${check} ${one.method}`;
      if (!this.#checks.has(key)) this.#checks.set(key, one);
    }
    for (const { method, reason } of report.skipped ?? []) this.#reasons.set(`${network} ${method}`, reason);
  }

  check(network: string, check: string, method: string): CheckResult | null {
    return this.#checks.get(`${network} ${check} ${method}`) ?? null;
  }

  /** Why a method does not run on a network; null where it does. */
  reason(network: string, method: string): string | null {
    return this.#reasons.get(`${network} ${method}`) ?? null;
  }

  /** What is retained at a stage on a metric; null where there is no such gate, or nothing is known. */
  retained(network: string, method: string, stage: string, metric: string): number | null {
    const gates = this.check(network, 'cascade', method)?.gates ?? [];
    return gates.find((gate) => gate.stage === stage && gate.metric === metric)?.retained ?? null;
  }
}
