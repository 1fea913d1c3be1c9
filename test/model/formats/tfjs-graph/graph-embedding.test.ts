import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import { relativeError } from '../../../engine/differences.ts';
import { refusal, tensors } from '../../networks.ts';
import { attribute, GraphBuilder } from './graph-builder.ts';

const [STEPS, VOCABULARY, WIDTH, CLASSES] = [4, 7, 3, 2];

/** Indices, a cast as Keras writes it, a table, a mean over the steps and a product. */
function text(dtype: 'float32' | 'int32' = 'float32'): GraphBuilder {
  const g = new GraphBuilder();
  g.placeholder('words', [null, STEPS], dtype);
  g.op('embedding/Cast', 'Cast', ['words'], {
    SrcT: attribute.type(dtype),
    DstT: attribute.type('int32'),
  });
  g.weight('embedding/table', [VOCABULARY, WIDTH]);
  g.int('embedding/axis', 0);
  g.op('embedding/GatherV2', 'GatherV2', ['embedding/table', 'embedding/Cast', 'embedding/axis'], {
    batch_dims: attribute.int(0),
  });
  g.ints('axes', [1]);
  g.op('mean', 'Mean', ['embedding/GatherV2', 'axes']);
  g.weight('dense/kernel', [WIDTH, CLASSES]);
  g.op('dense/MatMul', 'MatMul', ['mean', 'dense/kernel']);
  return g;
}

describe('a graph that begins with an embedding', () => {
  test.each(['float32', 'int32'] as const)('is explained at its output (%s indices)', async (dtype) => {
    const model = await loadModel(await text(dtype).save());
    expect(model.inputShape).toEqual([STEPS, WIDTH]);
    expect([model.sequence, model.tokens?.shape, model.tokens?.vocabulary]).toEqual([
      true,
      [STEPS],
      VOCABULARY,
    ]);
    expect(model.layers.map(({ name }) => name)).toEqual(['dense']);
    expect(model.sites.map(({ name }) => name)).toEqual(['mean', 'dense']);
    expect(model.notices?.[1]).toBe(
      'maps are taken at the output of the embedding embedding, which is not randomised',
    );
  });

  test('gives what the table and the rest of the graph give', async () => {
    const g = text();
    const model = await loadModel(await g.save());
    const indices = [3, 0, 6, 6, 1, 2, 3, 4];
    const table = g.constants.find(({ name }) => name === 'embedding/table')!.values;
    const rows = indices.flatMap((index) => table.slice(index * WIDTH, (index + 1) * WIDTH));
    const embedded = model.tokens!.embed(Float32Array.from(indices));
    expect(relativeError(Float32Array.from(rows), embedded)).toBe(0);
    const x = tf.tensor3d(embedded, [2, STEPS, WIDTH]);
    const kernel = tf.tensor2d(model.trained.get('dense/kernel')!, [WIDTH, CLASSES]);
    const expected = tf.matMul(tf.mean(x, 1), kernel).dataSync();
    const logits = model.apply(x, tensors(model, model.trained)).dataSync();
    expect(relativeError(expected, logits)).toBeLessThan(1e-6);
  });

  test('is another model with another table', async () => {
    const other = text();
    const place = other.constants.findIndex(({ name }) => name === 'embedding/table');
    const { values, ...table } = other.constants[place];
    other.constants[place] = { ...table, values: values.map((value) => value + 1) };
    const [a, b] = [await loadModel(await text().save()), await loadModel(await other.save())];
    expect(a.sha256).not.toBe(b.sha256);
  });

  test('refuses what is no index', async () => {
    const model = await loadModel(await text().save());
    expect(await refusal(() => model.tokens!.embed(Float32Array.of(0, 1, 7, 0)))).toBe(
      'value 2 of input 0: expected an index of embedding, a whole number from 0 to 6, found 7.',
    );
  });
});

test('indices that more than the embedding reads have no gradient', async () => {
  const g = text('int32');
  g.op('words/Cast', 'Cast', ['words'], { SrcT: attribute.type('int32'), DstT: attribute.type('float32') });
  g.weight('more/kernel', [STEPS, CLASSES]);
  g.op('more/MatMul', 'MatMul', ['words/Cast', 'more/kernel']);
  g.op('sum', 'AddV2', ['dense/MatMul', 'more/MatMul']);
  const folder = await g.save();
  expect(await refusal(() => loadModel(folder), folder)).toBe(
    'FOLDER/model.json: input words: expected numbers of type DT_FLOAT, which have a gradient, or indices that one ' +
      'embedding alone reads, found DT_INT32.',
  );
});
