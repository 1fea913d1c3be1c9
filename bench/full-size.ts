import { type Contestant, contestants } from './contestants.ts';
import { type Case, goalLine, ratioTo } from './goals.ts';
import type { Measurement } from './measure.ts';
import { CATALOGUE } from './networks/catalogue.ts';
import type { BenchOptions } from './options.ts';
import type { Table } from './table.ts';

/** What a quick look takes: the network that is measured in seconds. */
const QUICK = { networks: ['mobilenetv2'], batches: [1] };

/** The best of a contestant's processes: a burst of another program slows a whole process down. */
function best(found: readonly Measurement[]): Measurement {
  const least = (key: keyof Measurement) => Math.min(...found.map((m) => m[key]));
  return {
    median: least('median'),
    minimum: least('minimum'),
    runs: found.reduce((sum, m) => sum + m.runs, 0),
    ready: least('ready'),
    resident: least('resident'),
  };
}

async function measureCase(
  network: string,
  batch: number,
  present: readonly Contestant[],
  rounds: number,
): Promise<Case> {
  const taking = present.filter((c) => c.applies(network, batch));
  const found = new Map<string, Measurement[]>(taking.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const c of taking) found.get(c.name)!.push(await c.measure(network, batch));
  }
  return { network, batch, results: new Map([...found].map(([name, list]) => [name, best(list)])) };
}

function cells(each: Case, [ours, ...peers]: readonly string[]): string[] {
  const { network, batch, results } = each;
  const perImage = (m: Measurement) => (m.median / batch).toFixed(1);
  const own = results.get(ours)!;
  const compared = peers.map((name) => {
    const found = results.get(name);
    return found ? `${perImage(found)} (${ratioTo(name, each)!.toFixed(2)})` : '-';
  });
  return [network, `${batch}`, perImage(own), ...compared, own.ready.toFixed(0), own.resident.toFixed(0)];
}

/**
 * The input gradient of one logit of the networks of the catalogue, per image: the compiled engine against every peer that
 * is installed, each in processes of its own that take turns.
 */
export async function run(options: BenchOptions): Promise<Table> {
  const { quick, threads } = options;
  const everything = quick ? QUICK.networks : Object.keys(CATALOGUE);
  const networks = options.networks.length > 0 ? options.networks : everything;
  const batches = options.batches ?? (quick ? QUICK.batches : [1, 8]);
  const all = await contestants(options);
  const present = all.filter((c) => c.missing === null);
  const cases: Case[] = [];
  for (const network of networks) {
    for (const batch of batches) cases.push(await measureCase(network, batch, present, quick ? 1 : 3));
  }
  const names = present.map(({ name }) => name);
  return {
    title: `Input gradient of one logit, full-size networks with random weights, ${threads} threads, ms per image`,
    columns: ['network', 'batch', ...names, 'ready, ms', 'peak, MB'],
    rows: cases.map((each) => cells(each, names)),
    notes: [
      'Medians of runs, the best of the processes; 299x299 for Inception v3, otherwise 224x224.',
      `In brackets: ${names[0]} / this peer; below 1 the engine is faster. Ready (compiled and bound) and peak of the`,
      `process are those of ${names[0]}.`,
      ...(quick
        ? ['--quick: one process of three runs for each. It shows that they run, not how fast they are.']
        : []),
      ...all.flatMap((c) => (c.missing === null ? [] : [`${c.name} was left out: ${c.missing}.`])),
      'eager cpu (tfjs cpu) was left out: it takes minutes per image at this size.',
      goalLine(cases),
    ],
    data: cases.map(({ results, ...rest }) => ({ ...rest, results: Object.fromEntries(results) })),
  };
}
