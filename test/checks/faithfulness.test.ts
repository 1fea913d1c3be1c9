import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { replacement } from '../../src/attribution/requests/fills.ts';
import { writtenLogits } from '../../src/attribution/requests/logits.ts';
import type { Filling, Lab } from '../../src/checks/lab.ts';
import { removalCurves, SUMMARIES } from '../../src/checks/removal/curves.ts';
import { Forwards } from '../../src/checks/removal/forwards.ts';
import { removalOrder, removedAfter } from '../../src/checks/removal/removed.ts';
import { createEngine } from '../../src/engine/create.ts';
import { probabilityOf } from '../../src/harness/prepare/logits.ts';
import { mapPlane } from '../../src/similarity/planes.ts';
import { type GoldenNetwork, goldenNetworks } from '../attribution/golden.ts';
import { REFERENCE } from '../engine/reference.ts';

interface StoredTensor {
  readonly shape: number[];
  readonly f32: string;
}
type Scores = Readonly<Record<string, number>>;
interface StoredMap {
  readonly plane: 'abs' | 'signed';
  readonly inputs: {
    readonly morf?: number[];
    readonly lerf?: number[];
    readonly scores: Readonly<Record<string, Scores | number | null>>;
  }[];
  readonly curves?: Readonly<Record<string, { readonly morf: StoredTensor; readonly lerf: StoredTensor }>> & {
    readonly insertion?: StoredTensor;
  };
}
interface StoredNetwork {
  readonly name: string;
  readonly steps: number;
  readonly removed: number[];
  readonly noise: StoredTensor;
  readonly random: StoredTensor;
  readonly maps: Readonly<Record<string, StoredMap>>;
}

const golden = JSON.parse(readFileSync(new URL('./golden/faithfulness.json', import.meta.url), 'utf8')) as {
  readonly networks: StoredNetwork[];
};
const decode = ({ f32 }: StoredTensor) => new Float32Array(new Uint8Array(Buffer.from(f32, 'base64')).buffer);

const networks = goldenNetworks();
const FILLINGS: readonly Filling[] = ['mean', 'noise', 'black', 'blur'];
/** The oracle's paths are midpoints, 50 of them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'integrated-gradients': 'integrated-gradients-midpoint-50',
};

/** The planes of a stored map, of every input. */
function planesOf(network: GoldenNetwork, stored: StoredNetwork, name: string): Float64Array[] {
  const { count } = network.batch;
  const [pixels] = stored.removed.slice(-1);
  if (name === 'constant') return Array.from({ length: count }, () => new Float64Array(pixels));
  const map = network.expected.get(OTHER_NAMES[name] ?? name);
  const values = map?.values ?? decode(stored.random);
  const shape = map ? map.shape.slice(1) : stored.random.shape.slice(1);
  const size = values.length / count;
  return Array.from(
    { length: count },
    (_, i) => mapPlane(values, i * size, shape, stored.maps[name].plane).values,
  );
}

/** What a check may ask for, of a network with the stored noise. */
async function labOf(kind: 'compiled' | 'eager', network: GoldenNetwork, noise: Float32Array) {
  const engine = await createEngine({ engine: kind, backend: REFERENCE, threads: 1, notify: () => {} });
  const { model, batch, targets } = network;
  const weighted = new WeightedModel(new Programs(engine, model, 64), model.trained);
  const source = { ...network.noise, fill: (_: number, __: number, out: Float32Array) => out.set(noise) };
  const question = { inputs: batch, targets, noise: source };
  const lab = {
    facts: { inputs: batch.values, count: batch.count, classes: model.classes, targets },
    logitsOf: (count: number, write: (at: number, out: Float32Array) => void) =>
      weighted.answer(writtenLogits(count, write), { ...question, inputs: { ...batch, count: 1 } }),
    probability: (row: Float32Array, target: number) => probabilityOf(row, target, model.output),
    filled: (filling: Filling, input: number) => {
      const out = new Float32Array(batch.values.length / batch.count);
      replacement(filling, question)(input, out);
      return out;
    },
  } as unknown as Lab;
  const close = async () => {
    await weighted.release();
    await engine.dispose();
  };
  return { lab, close };
}

describe.each(golden.networks)('orders on $name', (stored) => {
  const network = networks.find(({ name }) => name === stored.name)!;

  test('are those of stored maps', () => {
    for (const [name, { inputs }] of Object.entries(stored.maps)) {
      const planes = planesOf(network, stored, name);
      for (const [i, { morf, lerf }] of inputs.entries()) {
        if (!morf) continue;
        expect([...removalOrder(planes[i], 'most')]).toEqual(morf);
        expect([...removalOrder(planes[i], 'least')]).toEqual(lerf ?? morf.toReversed());
      }
    }
  });

  test('lose as many pixels at every step', () => {
    expect(removedAfter(stored.removed.at(-1)!, stored.steps)).toEqual(stored.removed);
  });
});

describe.each(
  golden.networks.flatMap((stored) =>
    (['compiled', 'eager'] as const).map((kind) => ({ kind, name: stored.name, stored })),
  ),
)('curves on $name, $kind', ({ kind, stored }) => {
  const network = networks.find(({ name }) => name === stored.name)!;
  let open: Awaited<ReturnType<typeof labOf>>;
  let forwards: Forwards;
  beforeAll(async () => {
    open = await labOf(kind, network, decode(stored.noise));
    forwards = new Forwards(open.lab);
  });
  afterAll(() => open.close());

  const some = kind === 'compiled' ? Object.keys(stored.maps) : ['gradient', 'random'];

  test.each(some)('%s', async (name) => {
    const { curves, inputs } = stored.maps[name];
    const planes = planesOf(network, stored, name).map((plane, input) => ({ input, plane }));
    const gains: Float64Array[] = [];
    for (const filling of FILLINGS.filter((each) => inputs[0].scores[each])) {
      const found = await removalCurves(forwards, planes, filling, {
        ...{ steps: stored.steps, draw: null, insertion: filling === 'blur' },
      });
      gains.push(Float64Array.from(found, SUMMARIES['relevance-gain']));
      for (const [i, each] of found.entries()) {
        const scores = inputs[i].scores[filling] as Scores;
        close(SUMMARIES['deletion-area'](each), scores.deletion_area, `${filling} deletion`);
        close(SUMMARIES.aopc(each), scores.aopc, `${filling} aopc`);
        close(SUMMARIES.selectivity(each), scores.area_S_morf, `${filling} selectivity`);
        close(SUMMARIES['relevance-gain'](each), scores.srg, `${filling} srg`);
        if (filling === 'blur')
          close(SUMMARIES['insertion-area'](each), inputs[i].scores.insertion_area as number, 'insertion');
        if (!curves) continue;
        const steps = stored.steps + 1;
        for (const [own, which] of [
          [each.most, 'morf'],
          [each.least, 'lerf'],
        ] as const) {
          const expected = decode(curves[filling][which]).subarray(2 * i * steps, 2 * (i + 1) * steps);
          for (const [k, { logit, probability }] of own.entries()) {
            close(logit, expected[k], `${filling} ${which} S at ${k}`);
            close(probability, expected[steps + k], `${filling} ${which} p at ${k}`);
          }
        }
      }
    }
    const three = inputs.map(({ scores }) => scores.srg_mean_blur_noise as number);
    if (three[0] === null) return;
    for (const [i, expected] of three.entries())
      close((gains[0][i] + gains[1][i] + gains[3][i]) / 3, expected, 'srg over three');
  });

  test('constant maps gain exactly nothing', async () => {
    const planes = planesOf(network, stored, 'constant').map((plane, input) => ({ input, plane }));
    const found = await removalCurves(forwards, planes, 'mean', { steps: 12, draw: null, insertion: false });
    expect(found.map(SUMMARIES['relevance-gain'])).toEqual(planes.map(() => 0));
  });

  test('what was asked before is not passed again', async () => {
    const before = forwards.made;
    const planes = planesOf(network, stored, 'gradient').map((plane, input) => ({ input, plane }));
    await removalCurves(forwards, planes, 'mean', { steps: stored.steps, draw: null, insertion: true });
    // Without ties what comes back is what has not gone yet in the other order: all of it was asked before.
    expect(forwards.made).toBe(before);
  });
});

function close(found: number, expected: number, what: string): void {
  expect(Math.abs(found - expected) / Math.max(1, Math.abs(expected)), what).toBeLessThanOrEqual(1e-5);
}
