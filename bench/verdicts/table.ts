import { conclude, type Line } from '../../src/harness/conclude/conclude.ts';
import type { CheckResult, GateResult, Status } from '../../src/results/report.ts';
import { decimal } from '../../src/statistics/wording.ts';
import { ENTRIES } from './catalogue.ts';

/** The lines of every run of a network, one for each seed. */
export type Runs = ReadonlyMap<string, readonly (readonly Line[])[]>;

const SIGNS: Readonly<Record<Status, string>> = { passed: '✓', failed: '✗', inconclusive: '?' };

const judged = new WeakMap<readonly Line[], CheckResult[]>();

/** The checks of the runs of one network, under the plan that they were made with. */
export function checksOf(runs: readonly (readonly Line[])[]): CheckResult[][] {
  return runs.map((lines) => {
    const checks = judged.get(lines) ?? [...conclude(lines).checks];
    judged.set(lines, checks);
    return checks;
  });
}

/** The same with something of the plan changed. */
function checksUnder(runs: readonly (readonly Line[])[], changed: object): CheckResult[][] {
  return checksOf(
    runs.map((lines) =>
      lines.map((line) => (line.kind === 'run' ? { ...line, plan: { ...line.plan, ...changed } } : line)),
    ),
  );
}

/** A row for each network: how often each method passed, failed and was inconclusive. */
export function verdictTable(runs: Runs): string[][] {
  const methods = methodsOf(runs);
  const rows = [...runs].map(([name, lines]) => {
    const checks = checksOf(lines).flat();
    return [
      `${ENTRIES[name].words} (${ENTRIES[name].relus})`,
      ...methods.map((method) => countsText(checks.filter((check) => check.method === method))),
    ];
  });
  return [['network (ReLU layers)', ...methods], ...rows];
}

/** `✓ 10`, or `✓ 8, ? 2`; empty where there is none. */
function countsText(checks: readonly CheckResult[]): string {
  return (['passed', 'failed', 'inconclusive'] as const)
    .flatMap((status) => {
      const count = checks.filter((check) => check.status === status).length;
      return count > 0 ? [`${SIGNS[status]} ${count}`] : [];
    })
    .join(', ');
}

/** Every method of the runs, in their order. */
export function methodsOf(runs: Runs): string[] {
  return [
    ...new Set(
      [...runs.values()].flatMap((lines) =>
        checksOf(lines)
          .flat()
          .map(({ method }) => method),
      ),
    ),
  ];
}

/** Checks of one method on one network. */
export interface Cell {
  readonly network: string;
  readonly method: string;
  readonly checks: readonly CheckResult[];
}

/**
 * Where gates are looked into: those of the derivative, by which it is told what a gate can tell, and what the field expects
 * otherwise, a method that should pass and does not always, or the guided one that passes in depth.
 */
export function lookedInto(runs: Runs): Cell[] {
  const should = ['smoothgrad', 'grad-cam'];
  return [...runs].flatMap(([network, lines]) => {
    const all = checksOf(lines).flat();
    const deep = ENTRIES[network].relus > 3;
    return methodsOf(new Map([[network, lines]])).flatMap((method) => {
      const checks = all.filter((check) => check.method === method);
      const odd = should.includes(method)
        ? checks.some(({ status }) => status !== 'passed')
        : method === 'guided-backprop' && deep && checks.some(({ status }) => status === 'passed');
      return odd || method === 'gradient' ? [{ network, method, checks }] : [];
    });
  });
}

/**
 * For every gate that does not pass in all checks of a cell what was retained on average, what the derivative retained, and
 * how often it was decided how.
 */
export function unpassedGates({ network, method, checks }: Cell): string[][] {
  const gates = checks.flatMap((check) => check.gates);
  const keys = [...new Set(gates.map(({ stage, metric }) => `${stage} ${metric}`))];
  return keys.flatMap((key) => {
    const own = gates.filter(({ stage, metric }) => `${stage} ${metric}` === key);
    if (own.every(({ status }) => status === 'passed')) return [];
    const statuses = [...new Set(own.map(({ status }) => status))].map(
      (status) => `${own.filter((gate) => gate.status === status).length} ${status}`,
    );
    return [
      [
        ...[network, method, ...key.split(' ')],
        meanText(own, ({ retained }) => retained),
        meanText(own, ({ derivative }) => derivative?.mean ?? null),
        statuses.join(', '),
      ],
    ];
  });
}

function meanText(gates: readonly GateResult[], value: (gate: GateResult) => number | null): string {
  const known = gates.flatMap((gate) => value(gate) ?? []);
  return known.length === 0 ? '–' : decimal(known.reduce((sum, one) => sum + one, 0) / known.length);
}

/** Gates and checks that failed under one way of judging, of all. */
export function failures(
  runs: Runs,
  changed: object,
): { gates: number; checks: number; passed: number; all: number } {
  const checks = [...runs.values()].flatMap((lines) => checksUnder(lines, changed).flat());
  return {
    gates: checks.flatMap((check) => check.gates).filter(({ status }) => status === 'failed').length,
    checks: checks.filter(({ status }) => status === 'failed').length,
    passed: checks.filter(({ status }) => status === 'passed').length,
    all: checks.length,
  };
}
