import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { attentionPlan } from '../../src/attribution/attention-sites.ts';
import { enlarge } from '../../src/attribution/enlarge.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { createEngine } from '../../src/engine/create.ts';
import { explain } from '../../src/explain.ts';
import { loadModel } from '../../src/model/load.ts';
import { generated } from '../similarity/planes-of.ts';
import { mapsOf } from './golden-propagation.ts';
import { smallModel } from './small-network.ts';
import { smallTransformer } from './small-transformer.ts';

const engine = await createEngine({ engine: 'compiled', backend: 'cpu', threads: 1, notify: () => {} });
afterAll(() => engine.dispose());

const COUNT = 3;
const values = Float32Array.from(generated(9, COUNT * 36));
const batch = { count: COUNT, shape: [6, 6, 1], values, baseline: new Float32Array(36) };
const silence = { fill: () => {}, fillFixed: () => {}, fillFresh: () => {} };

type Matrix = number[][];
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));

test.each([true, false])('is the product of its definition, class token %s', async (classToken) => {
  const model = smallTransformer(classToken);
  const network = { model, batch, targets: Int32Array.of(0, 1, 2), noise: silence };
  const maps = await mapsOf(createMethod('attention-rollout'), engine, network as never);
  expect([maps.count, ...maps.shape]).toEqual([COUNT, 6, 6]);
  const weighted = new WeightedModel(new Programs(engine, model, COUNT), model.trained);
  const size = classToken ? 10 : 9;
  const layers = [];
  for (const name of ['block1', 'block2']) layers.push(await weighted.activation(name, values, [0, 1, 2]));
  for (let n = 0; n < COUNT; n++) {
    const [first, second] = layers.map(
      ({ activation }): Matrix =>
        Array.from({ length: size }, (_, i) =>
          Array.from({ length: size }, (_, j) => {
            const at = (head: number) => activation[((n * 2 + head) * size + i) * size + j];
            return (at(0) + at(1)) / 4 + (i === j ? 0.5 : 0);
          }),
        ),
    );
    const rollout = product(second, first);
    for (const row of rollout) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    const small = classToken
      ? rollout[0].slice(1)
      : rollout[0].map((_, j) => rollout.reduce((sum, row) => sum + row[j], 0) / size);
    enlarge(small, [3, 3], [6, 6]).forEach((value, p) => {
      expect(maps.values[n * 36 + p]).toBeCloseTo(value, 5);
    });
  }
  await weighted.release();
});

const text = (file: string) => fileURLToPath(new URL(`../../fixtures/onnx/${file}.onnx`, import.meta.url));

test.each(['bert-traced-17-any', 'bert-dynamo-20'])(
  'of a text: how much of every token reaches the one that the logits read, %s',
  async (file) => {
    const model = await loadModel(text(file));
    const ids = Float32Array.from({ length: 2 * 7 }, (_, i) => (i * 5 + 3) % 12);
    const { maps } = await explain({
      model,
      inputs: { values: ids, shape: [7] },
      methods: ['attention-rollout'],
      threads: 1,
    });
    const { shape, values: found } = maps['attention-rollout'];
    expect(shape).toEqual([7, 1]);
    const { sites, tokens } = attentionPlan(model);
    const weighted = new WeightedModel(new Programs(engine, model, 2), model.trained);
    const embedded = model.tokens!.embed(ids);
    let rollout: Matrix = Array.from({ length: 7 }, (_, i) =>
      Array.from({ length: 7 }, (__, j) => +(i === j)),
    );
    for (const { name, shape: of } of sites) {
      const { activation } = await weighted.activation(name, embedded, [0, 0]);
      const mean = (i: number, j: number) => {
        const heads = Array.from({ length: of[0] }, (_, head) => activation[(head * 7 + i) * 7 + j]);
        return heads.reduce((a, b) => a + b, 0) / of[0];
      };
      const layer = rollout.map((row, i) => row.map((_, j) => mean(i, j) / 2 + (i === j ? 0.5 : 0)));
      rollout = product(layer, rollout);
    }
    expect(tokens).toBe(7);
    rollout[0].forEach((value, j) => {
      expect(found[j]).toBeCloseTo(value, 5);
    });
    await weighted.release();
    model.dispose();
  },
);

test('patches lie as the input does', () => {
  const plan = attentionPlan(smallTransformer());
  expect([plan.tokens, plan.grid, plan.classToken]).toEqual([10, [3, 3], true]);
});

test('networks without attention among patches are refused', () => {
  expect(() => createMethod('attention-rollout').requests(smallModel())).toThrowErrorMatchingInlineSnapshot(
    `[InputError: attention-rollout: expected a transformer with attention among patches of its input, found no attention weights.]`,
  );
  const odd = { ...smallTransformer(), inputShape: [6, 9, 1] };
  expect(() => createMethod('attention-rollout').requests(odd)).toThrowErrorMatchingInlineSnapshot(
    `[InputError: attention-rollout: expected a transformer with attention among patches of its input, found attention of shape [2, 10, 10].]`,
  );
});
