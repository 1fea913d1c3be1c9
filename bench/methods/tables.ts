import type { CheckResult } from '../../src/results/report.ts';
import { decimal } from '../../src/statistics/wording.ts';
import type { Found } from './found.ts';
import { markdownTable } from './markdown.ts';
import { FAMILIES } from './settings.ts';

const WORDS: Readonly<Record<string, string>> = {
  'spearman-abs': 'abs',
  'spearman-signed': 'signed',
  ssim: 'SSIM',
};

/** A row for each method: its verdict on every network under every check. */
export function verdictTable(found: Found): string {
  const head = ['method', ...found.columns.map(({ network, check }) => `${network}, ${check}`)];
  const rows = Object.entries(FAMILIES).flatMap(([family, methods]) => [
    [`**${family}**`, ...found.columns.map(() => '')],
    ...methods.map((method) => [
      `\`${method}\``,
      ...found.columns.map(({ network, check }) =>
        found.reason(network, method) === null ? verdictText(found.check(network, check, method)) : '',
      ),
    ]),
  ]);
  return markdownTable([head, ...rows]);
}

/** What would decide, as the explanation of an undecided check says it: `20 draws or 31 images`, or `more of both`. */
function effortText(explanation: string): string {
  const ways = /[Aa]bout ([\d,]+ [a-z]+(?: or [\d,]+ images)?) would/.exec(explanation);
  return ways ? ways[1] : 'more of both';
}

/** `✓`, `✗ .98 abs`, `? dead-maps`, `? 20 draws or 31 images`: of a failure the gate that is furthest above. */
function verdictText(check: CheckResult | null): string {
  if (check === null) return 'not run';
  if (check.status === 'passed') return '✓';
  if (check.status === 'inconclusive') {
    return `? ${check.reason === 'undecided' ? effortText(check.explanation) : check.reason}`;
  }
  const failed = check.gates
    .filter(({ status, retained }) => status === 'failed' && retained !== null)
    .sort((a, b) => b.retained! - a.retained!);
  return failed.length === 0
    ? `✗ ${check.reason}`
    : `✗ ${decimal(failed[0].retained!)} ${WORDS[failed[0].metric] ?? failed[0].metric}`;
}

/** What each method retains once the output layer alone is random, on every network with a cascade. */
export function outputTable(found: Found): string {
  const networks = found.columns.filter(({ check }) => check === 'cascade').map(({ network }) => network);
  const metrics = Object.keys(WORDS);
  const head = [
    'method',
    ...networks.flatMap((network) => metrics.map((metric) => `${network}, ${WORDS[metric]}`)),
  ];
  const rows = Object.values(FAMILIES)
    .flat()
    .map((method) => [
      `\`${method}\``,
      ...networks.flatMap((network) =>
        metrics.map((metric) => {
          const value = found.retained(network, method, 'output', metric);
          return value === null ? '' : decimal(value);
        }),
      ),
    ])
    .filter(([, ...cells]) => cells.some((cell) => cell !== ''));
  return markdownTable([head, ...rows]);
}

/** Methods that a network has no place for, by reason. */
export function leftOut(found: Found): string {
  const networks = [...new Set(found.columns.map(({ network }) => network))];
  const rows = networks.flatMap((network) => {
    const byReason = new Map<string, string[]>();
    for (const method of Object.values(FAMILIES).flat()) {
      const reason = found.reason(network, method);
      if (reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), `\`${method}\``]);
    }
    return [...byReason].map(([reason, methods]) => [network, methods.join(', '), reason]);
  });
  return markdownTable([['network', 'methods', 'reason'], ...rows]);
}
