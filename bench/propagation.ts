import { METHOD_SETS, METHODS } from '../src/attribution/registry.ts';
import type { Composite } from '../src/engine/composite.ts';
import { createEngine } from '../src/engine/create.ts';
import { InputError } from '../src/errors.ts';
import type { Model } from '../src/model/model.ts';
import { CATALOGUE } from './networks/catalogue.ts';
import { gradientProgram, type Network, randomImages, randomWeights } from './networks/network.ts';
import type { BenchOptions } from './options.ts';
import { pairs } from './pairs.ts';
import type { Table } from './table.ts';

/** What is measured where no network is named. */
const NETWORKS = ['vgg16', 'resnet50'];

/** The composites of the methods that propagate by rules, with the method's name. */
function composites({ input }: Network): [name: string, composite: Composite][] {
  const model = { inputShape: input, classes: 10, sites: [] } as unknown as Model;
  return METHODS.filter(({ name }) => METHOD_SETS.propagation.includes(name)).flatMap(({ name, create }) => {
    const [{ pass, points }] = create().requests(model);
    return pass.kind === 'logits' || points > 1 ? [] : [[name, pass.composite] as const];
  }) as [string, Composite][];
}

/** Time of a pass under every composite beside that of the plain gradient, in pairs, on one image. */
export async function run({ quick, networks, threads }: BenchOptions): Promise<Table> {
  const notes = new Set<string>();
  const engine = await createEngine({
    engine: 'compiled',
    backend: 'auto',
    threads,
    notify: ({ message }) => notes.add(message),
  });
  const rows: string[][] = [];
  for (const key of networks.length > 0 ? networks : NETWORKS) {
    const network = CATALOGUE[key]();
    const plain = gradientProgram(network, 1);
    const weights = randomWeights(plain.weights);
    const x = randomImages(plain).map((value) => (value + 1) / 2);
    const gradient = await (await engine.compile(plain)).bind(weights);
    for (const [name, composite] of composites(network)) {
      try {
        const program = await engine.compile(gradientProgram(network, 1, composite));
        const ruled = await program.bind(weights);
        const measured = await pairs(
          () => gradient.run({ x }),
          () => ruled.run({ x }),
          { minimum: quick ? 1 : 5, budget: quick ? 0 : 5000 },
        );
        const { gradient: map } = await ruled.run({ x });
        const sum = map.reduce((a, b) => a + b, 0);
        await ruled.release();
        await program.dispose();
        rows.push([
          network.name,
          name,
          measured.first.toFixed(0),
          measured.second.toFixed(0),
          measured.ratio.toFixed(2),
          String(measured.pairs),
          sum.toPrecision(3),
        ]);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        rows.push([network.name, name, '-', '-', '-', '-', error.parts.found]);
      }
    }
    await gradient.release();
  }
  await engine.dispose();
  return {
    title: `Propagation rules beside the gradient, one image, ${threads} threads`,
    columns: ['network', 'method', 'gradient ms', 'rule ms', 'ratio', 'pairs', 'sum from 1'],
    rows,
    notes: [
      'Ratio: median over pairs of runs. Weights are random, so sums say what biases and stabilisers take there.',
      ...notes,
    ],
  };
}
