import type { Line } from '../../src/harness/conclude/conclude.ts';
import { fromJson } from '../../src/results/lines.ts';
import { meanOfDefined } from '../../src/statistics/scores.ts';
import { decimal } from '../../src/statistics/wording.ts';
import { ENTRIES } from './catalogue.ts';
import { checksOf, methodsOf, type Runs } from './table.ts';

/** The seed that the bundled shapes network and the small ones were trained with. */
const TRAINED_WITH = 1;

const seedOf = (lines: readonly Line[]): number =>
  lines.flatMap((line) => (line.kind === 'run' ? [line.plan.seed] : []))[0];

/** A row for each seed: how many networks each method was inconclusive on. */
export function openBySeed(runs: Runs): string[][] {
  const methods = methodsOf(runs);
  const all = [...runs.values()].flat();
  const seeds = [...new Set(all.map(seedOf))].sort((a, b) => a - b);
  const rows = seeds.map((seed) => {
    const checks = checksOf(all.filter((lines) => seedOf(lines) === seed)).flat();
    const open = (method: string) =>
      checks.filter((check) => check.method === method && check.status === 'inconclusive').length;
    return [String(seed), ...methods.map((method) => String(open(method) || ''))];
  });
  return [['seed', ...methods], ...rows];
}

/**
 * A row for each network: the largest mean over the inputs that a draw gave gradient's signed Spearman with the output layer
 * random, under the seed that networks were trained with and under all others.
 */
export function likestDraws(runs: Runs): string[][] {
  const rows = [...runs].map(([name, found]) => {
    const largest = (wanted: (seed: number) => boolean) => {
      const draws = found.filter((lines) => wanted(seedOf(lines))).flatMap(drawMeans);
      return draws.length === 0 ? '–' : decimal(Math.max(...draws));
    };
    return [ENTRIES[name].words, largest((s) => s === TRAINED_WITH), largest((s) => s !== TRAINED_WITH)];
  });
  return [['network', `seed ${TRAINED_WITH}`, 'other seeds'], ...rows];
}

function drawMeans(lines: readonly Line[]): number[] {
  return lines.flatMap((line) =>
    line.kind === 'measurement' && line.method === 'gradient' && line.condition === 'output'
      ? (meanOfDefined(fromJson(line.scores['spearman-signed'])) ?? [])
      : [],
  );
}
