import type { Line } from '../../src/harness/conclude/conclude.ts';
import { checksOf, methodsOf, type Runs } from './table.ts';

/**
 * The seeds of `count` runs of a network: from 0 on, without the one that it was trained with. A network that is made random
 * from the seed of its own training may have its first weights for the random ones.
 */
export function seedsOf(count: number, { trainedWith }: { readonly trainedWith: number }): number[] {
  const upTo = Array.from({ length: count + 1 }, (_, seed) => seed);
  return upTo.filter((seed) => seed !== trainedWith).slice(0, count);
}

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
