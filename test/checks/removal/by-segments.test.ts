import { expect, test } from 'vitest';
import type { Lab } from '../../../src/checks/lab.ts';
import { removalCurves, SUMMARIES } from '../../../src/checks/removal/curves.ts';
import { Forwards } from '../../../src/checks/removal/forwards.ts';
import { runChecks } from '../../../src/run-checks.ts';

test('the gain of a linear network is that of its segments, one after the other', async () => {
  // Three rows of four pixels, all of them 1, in four segments whose weights sum to 4, 15, 20 and -3.
  const weights = Float64Array.of(1, 3, 4, 5, 9, 1, 6, -3, 2, 8, 1, -1);
  const segments = Int32Array.of(0, 0, 1, 1, 2, 2, 1, 3, 2, 2, 3, 3);
  const lab = {
    facts: { inputs: new Float32Array(12).fill(1), count: 1, classes: 1, targets: Int32Array.of(0) },
    logitsOf: async (count: number, write: (at: number, out: Float32Array) => void) => {
      const x = new Float32Array(12);
      return Float32Array.from({ length: count }, (_, at) => {
        write(at, x);
        return x.reduce((sum, value, p) => sum + weights[p] * value, 0);
      });
    },
    probability: () => Number.NaN,
    filled: () => new Float32Array(12),
  } as unknown as Lab;
  const [curves] = await removalCurves(new Forwards(lab), [{ input: 0, plane: weights, segments }], 'black', {
    steps: 4,
    draw: null,
    insertion: true,
  });
  const logits = (answers: typeof curves.most) => answers.map(({ logit }) => logit);
  expect(logits(curves.most)).toEqual([36, 21, 1, -3, 0]);
  expect(logits(curves.least)).toEqual([36, 39, 35, 20, 0]);
  expect(logits(curves.insertion)).toEqual([0, 15, 35, 39, 36]);
  // (18 + 39 + 35 + 20) / 4 less (18 + 21 + 1 - 3) / 4.
  expect(SUMMARIES['relevance-gain'](curves)).toBe(18.75);
});

test('a run that removes superpixels says so, and finds other numbers', async () => {
  const of = (removalBy: 'pixels' | 'segments') =>
    runChecks({
      ...{ model: 'fixtures/digits/cnn', inputs: 'fixtures/digits/test', limit: 3, draws: 2, pictures: 0 },
      ...{ checks: 'faithfulness', methods: 'gradient', removalBy },
    });
  const gain = ({ checks: [check] }: Awaited<ReturnType<typeof of>>) =>
    check.stages.find(({ name }) => name === 'mean')!.scores['relevance-gain']!.mean!;
  const [pixels, segments] = [await of('pixels'), await of('segments')];
  expect(gain(segments)).toBeGreaterThan(0);
  expect(Math.abs(gain(segments) - gain(pixels))).toBeGreaterThan(1e-3);
  expect(segments.plan.removalBy).toBe('segments');
  const told = ({ notices }: typeof pixels) => notices.filter(({ code }) => code === 'faithfulness');
  expect(told(pixels)).toEqual([]);
  expect(told(segments).map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "superpixels of at most 100 to an input are removed, in the order of the means of their pixels (SLIC)",
    ]
  `);
});
