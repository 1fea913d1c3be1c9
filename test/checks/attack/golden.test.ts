import { describe, expect, test } from 'vitest';
import { predictedOf } from '../../../src/checks/attack/predicted.ts';
import { intersection, topIntersection, topPixelsOf } from '../../../src/similarity/top-intersection.ts';
import {
  explained,
  mapsOf,
  networkOf,
  read,
  type StoredTensor,
  scoresOf,
  withModel,
  worstError,
  worstScore,
} from '../oracle.ts';

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
    const extent = { height: 6, width: 6, spatial: true };
    const [left, right] = [a, b].map((values) =>
      topIntersection.prepare({ ...extent, values: Float64Array.from(values) }),
    );
    const own = topIntersection.compare(left, right);
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
