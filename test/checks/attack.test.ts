import { describe, expect, test } from 'vitest';
import type { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { massCentre, topPixels } from '../../src/checks/attack/aim.ts';
import { ballOf } from '../../src/checks/attack/ball.ts';
import { followGradient } from '../../src/checks/attack/follow-gradient.ts';
import { predictedOf } from '../../src/checks/attack/predicted.ts';
import { withRandomSigns } from '../../src/checks/attack/random-signs.ts';
import { searchBlocks } from '../../src/checks/attack/search-blocks.ts';
import type { Lab } from '../../src/checks/lab.ts';
import type { Probe } from '../../src/checks/probe.ts';
import { valueRange } from '../../src/harness/prepare/input-range.ts';
import { Stream } from '../../src/randomize/stream.ts';
import { runChecks } from '../../src/run-checks.ts';
import { intersection, topPixelsOf } from '../../src/similarity/top-intersection.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';
import { REFERENCE } from '../engine/reference.ts';
import {
  explained,
  mapsOf,
  methodOf,
  networkOf,
  read,
  type StoredTensor,
  scoresOf,
  withModel,
  worstError,
  worstScore,
} from './oracle.ts';

interface Stored {
  readonly constructed: {
    readonly name: string;
    readonly a: number[];
    readonly b: number[];
    readonly top: Readonly<Record<string, number | null>>;
  }[];
  readonly networks: {
    readonly name: string;
    readonly epsilon: number;
    readonly signs: string[];
    readonly draws: { readonly logits: number[][]; readonly stays: boolean[] }[];
    readonly methods: Readonly<
      Record<
        string,
        {
          readonly maps: StoredTensor;
          readonly scores: { readonly top: Readonly<Record<string, number>> }[];
        }[]
      >
    >;
  }[];
}

const stored = read<Stored>('attack.json');
const SCORES = ['spearman-abs', 'spearman-signed', 'top-intersection'];

describe('the largest pixels of two planes', () => {
  test.each(stored.constructed)('$name', ({ a, b, top }) => {
    const [left, right] = [a, b].map((values) => ({
      shape: [6, 6],
      count: 1,
      values: Float32Array.from(values),
    }));
    const [own] = scoresOf(left, right, ['top-intersection'])['top-intersection'];
    for (const [k, expected] of Object.entries(top)) {
      if (expected === null) {
        expect(own).toBeNaN();
        continue;
      }
      const pixels = [a, b].map((values) => new Set(topPixelsOf(Float64Array.from(values), Number(k) / 36)));
      expect(intersection(pixels[0], pixels[1]), k).toBeCloseTo(expected, 9);
    }
  });
});

describe.each(stored.networks)('given noise on $name', ({ name, epsilon, signs, draws, methods }) => {
  const network = networkOf(name);
  const { batch, model } = network;
  const noisy = (draw: number) => {
    const size = batch.values.length / batch.count;
    const at = (p: number) => signs[draw * batch.count + Math.floor(p / size)][p % size];
    return { ...batch, values: batch.values.map((x, p) => x + (at(p) === '+' ? epsilon : -epsilon)) };
  };

  test.each(['compiled', 'eager'] as const)('%s maps and predictions', async (engine) => {
    // The eager reference engine is slow: one path is as good as fifty.
    const entries = engine === 'compiled' ? Object.keys(methods) : ['gradient'];
    await withModel(engine, network, async (weighted) => {
      for (const [draw, { stays }] of draws.entries()) {
        const inputs = noisy(draw);
        const logits = await weighted.logits(inputs.values);
        const kept = stays.map(
          (_, i) => predictedOf(logits, model.classes, i) === predictedOf(network.logits, model.classes, i),
        );
        expect(kept).toEqual(stays);
        const maps = await explained(weighted, entries, { ...network, batch: inputs });
        for (const [m, entry] of entries.entries()) {
          expect(worstError(maps[m], mapsOf(methods[entry][draw].maps)), entry).toBeLessThan(1e-5);
        }
      }
    });
  });

  test('scores of stored maps', () => {
    for (const [entry, both] of Object.entries(methods)) {
      const clean = network.expected.get(entry === 'gradient' ? entry : `${entry}-midpoint-50`)!;
      const trained = { shape: clean.shape.slice(1), count: clean.shape[0], values: clean.values };
      for (const { maps, scores } of both) {
        const expected = scores.map(({ top, ...one }) => ({ ...one, 'top-intersection': top['0.02'] }));
        expect(worstScore(scoresOf(trained, mapsOf(maps), SCORES), expected), entry).toBeLessThan(1e-9);
      }
    }
  });
});

test('how an aim moves with a plane is as differences say', () => {
  const stream = new Stream('aims');
  const plane = Float64Array.from({ length: 60 }, () => stream.uniform());
  const now = Float64Array.from({ length: 60 }, () => stream.uniform());
  for (const against of [topPixels, massCentre]) {
    const aim = against(plane, { width: 10, direction: Float64Array.of(1, 0) });
    const slope = aim.slope(now);
    for (const p of [0, 7, 33, 59]) {
      const by = (d: number) => aim.value(now.map((v, i) => (i === p ? v + d : v)));
      expect((by(1e-6) - by(-1e-6)) / 2e-6).toBeCloseTo(slope[p], 6);
    }
    expect(aim.value(plane)).toBeGreaterThanOrEqual(-plane.length);
  }
});

/** A lab of a golden network whose random numbers are a stream's. */
function labOf(name: string): Pick<Lab, 'facts' | 'noise' | 'choice'> {
  const { batch, targets, logits, model } = networkOf(name);
  return {
    facts: {
      ...{ count: batch.count, classes: model.classes, inputs: batch.values, logits, targets },
      ...{ shape: batch.shape, regions: null, labels: [], range: valueRange(batch) },
    },
    noise: (purpose, draw, input, out) => {
      const stream = new Stream(purpose, draw, `${input}`);
      for (let i = 0; i < out.length; i++) out[i] = stream.normal();
    },
    choice: (below, purpose, draw, input) => new Stream(purpose, draw, `${input}`).below(below),
  };
}

const STRENGTH = 0.1;

/** Whether all inputs lie in their balls; how many values have moved. */
function movedWithin(inputs: Float32Array, { facts }: Pick<Lab, 'facts'>): number {
  const size = inputs.length / facts.count;
  let moved = 0;
  for (let i = 0; i < facts.count; i++) {
    const ball = ballOf(facts.inputs.subarray(i * size, (i + 1) * size), facts.range, STRENGTH);
    for (let p = 0; p < size; p++) {
      const value = inputs[i * size + p];
      expect(value >= ball.low[p] && value <= ball.high[p]).toBe(true);
      if (value !== facts.inputs[i * size + p]) moved++;
    }
  }
  return moved;
}

describe('random signs', () => {
  const lab = labOf('cnn');
  const signsOf = (logitsOf: Lab['logitsOf']) =>
    withRandomSigns({ ...lab, logitsOf }, 0, { range: lab.facts.range, strength: STRENGTH });

  test('move every value that has room and leave the prediction', async () => {
    const network = networkOf('cnn');
    await withModel('compiled', network, async (weighted) => {
      const noisy = await signsOf(async (count, write) => {
        const size = network.batch.values.length / network.batch.count;
        const values = new Float32Array(count * size);
        for (let i = 0; i < count; i++) write(i, values.subarray(i * size, (i + 1) * size));
        return weighted.logits(values);
      });
      expect(movedWithin(noisy, lab)).toBeGreaterThan(0.9 * noisy.length);
      const logits = await weighted.logits(noisy);
      for (let i = 0; i < network.batch.count; i++) {
        expect(predictedOf(logits, 4, i)).toBe(predictedOf(network.logits, 4, i));
      }
    });
  });

  test('leave an input as it is whose prediction no noise leaves', async () => {
    const { facts } = lab;
    const other = async (count: number) =>
      Float32Array.from({ length: count * facts.classes }, (_, at) => (at % facts.classes === 3 ? 1 : 0));
    const noisy = await signsOf(other);
    const never = facts.logits.length / facts.classes;
    for (let i = 0; i < never; i++) {
      const size = noisy.length / never;
      const own = noisy.subarray(i * size, (i + 1) * size);
      const same = own.every((v, p) => v === facts.inputs[i * size + p]);
      expect(same).toBe(predictedOf(facts.logits, facts.classes, i) !== 3);
    }
  });
});

describe.each(['cnn', 'mlp'])('attacks on %s', (name) => {
  const network = networkOf(name);
  const { batch, targets, noise, model } = network;
  const lab = labOf(name);
  const against = { against: topPixels, range: lab.facts.range, strength: STRENGTH, purpose: 'test' };

  /** Mean similarity of the gradients of inputs as given and attacked. */
  const attackedBy = (attack: (probe: Probe) => Promise<Float32Array>) =>
    withModel('compiled', network, (weighted) =>
      withModel(
        'compiled',
        network,
        async (smooth) => {
          const mapsOn = (on: WeightedModel) => async (values: Float32Array) =>
            (await explained(on, ['gradient'], { ...network, batch: { ...batch, values } }))[0];
          const pullback = (values: Float32Array, weights: Float32Array) => {
            const question = { inputs: { ...batch, values }, targets, noise };
            const given = { ...question, network: model, model: smooth };
            return methodOf('gradient').pullback!(
              (request) => smooth.answer(request, question),
              given,
              weights,
            );
          };
          const logits = (values: Float32Array) => weighted.logits(values);
          const maps = mapsOn(weighted);
          const found = await attack({
            ...{ first: 0, count: batch.count, inputs: batch.values, passes: 1 },
            ...{ maps, logits, smooth: { maps: mapsOn(smooth), pullback } },
          });
          const kept = await logits(found);
          for (let i = 0; i < batch.count; i++) {
            expect(predictedOf(kept, model.classes, i)).toBe(predictedOf(network.logits, model.classes, i));
          }
          expect(movedWithin(found, lab)).toBeGreaterThan(0);
          const pair = scoresOf(await maps(batch.values), await maps(found), ['spearman-abs']);
          return pair['spearman-abs'].reduce((sum, score) => sum + score / batch.count, 0);
        },
        { units: 'softplus' },
      ),
    );

  test('change maps within the ball and leave the prediction', async () => {
    expect(await attackedBy((probe) => searchBlocks(probe, lab, against, 60))).toBeLessThan(0.99);
    expect(await attackedBy((probe) => followGradient(probe, probe.smooth!, lab, against, 20))).toBeLessThan(
      0.99,
    );
  });
});

test('a whole check is the same on both engines', async () => {
  const of = (engine: 'compiled' | 'eager') =>
    runChecks({
      ...{ model: smallNetwork(), inputs: { values: blobs(3), shape: [12, 12, 1] }, engine, threads: 1 },
      ...{ checks: 'attack', methods: ['gradient', 'edge-detector'], draws: 2, pictures: 0 },
      ...{ attackSteps: 5, attackQueries: 10, attackStrength: 20, backend: REFERENCE },
    });
  const [compiled, eager] = [await of('compiled'), await of('eager')];
  for (const [c, { stages, method }] of compiled.checks.entries()) {
    for (const [s, { name, scores }] of stages.entries()) {
      const other = eager.checks[c].stages[s].scores['spearman-abs']!.mean!;
      expect(Math.abs(scores['spearman-abs']!.mean! - other), `${method} ${name}`).toBeLessThan(0.01);
    }
  }
});
