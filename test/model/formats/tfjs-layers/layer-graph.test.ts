import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import { refusal } from '../../networks.ts';
import { dense, functional, inputLayer, layer, saveConverted } from './keras2-model.ts';

const square = (name: string, from: string) => layer('Dense', name, [from], dense(2));
const weights = (name: string) => [
  { name: `${name}/kernel`, shape: [2, 2], values: Float32Array.of(1, 0, 0, 1) },
  { name: `${name}/bias`, shape: [2], values: new Float32Array(2) },
];

type Layers = ReturnType<typeof layer>[];

async function refused(layers: Layers, last = layers[layers.length - 1]): Promise<string> {
  const folder = await saveConverted(functional(layers, 'net', last), [weights('d')]);
  return refusal(() => loadModel(folder), folder);
}

/** A layer with calls of its own, as [layer, call] pairs. */
const called = (name: string, calls: [string, number][][]) => ({
  ...layer('Dense', name, [], dense(2)),
  inbound_nodes: calls.map((inputs) => inputs.map(([from, call]) => [from, call, 0, {}])),
});

describe('a topology whose calls cannot be followed is refused by the layer', () => {
  it('one of a layer that does not exist', async () => {
    expect(await refused([inputLayer([2]), square('d', 'missing')])).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer d: expected calls of layers that exist, found one of "missing"."`,
    );
  });

  it('a circle', async () => {
    const sum = layer('Add', 'sum', ['input_1', 'd']);
    expect(await refused([inputLayer([2]), sum, square('d', 'sum')])).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer sum: expected a graph without circles, found calls that wait for each other."`,
    );
  });

  it('calls of shared layers that wait for each other', async () => {
    const layers = [inputLayer([2]), called('a', [[['b', 0]], [['input_1', 0]]]), called('b', [[['a', 1]]])];
    expect(await refused(layers as Layers)).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer a: expected a graph without circles, found calls that wait for each other."`,
    );
  });

  it('a name that is not the one in the config', async () => {
    const named = { ...square('d', 'input_1'), name: 'other' };
    expect(await refused([inputLayer([2]), named])).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer other: expected a config with the same name, found "d"."`,
    );
  });

  it('a name that two layers have', async () => {
    expect(await refused([inputLayer([2]), square('d', 'input_1'), square('d', 'd')])).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer d: expected one layer of that name, found more than one."`,
    );
  });

  it('a call too many', async () => {
    const layers = [inputLayer([2]), square('d', 'input_1'), called('e', [[['d', 1]]])];
    expect(await refused(layers as Layers)).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer e: expected at most 1 calls of d, found call 2."`,
    );
  });

  it('an output that does not exist', async () => {
    const layers = [inputLayer([2]), square('d', 'input_1')];
    expect(await refused(layers, square('none', 'd'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer "net": expected calls of layers that exist, found one of "none"."`,
    );
  });

  it('lists of something else', async () => {
    const odd = { ...square('d', 'input_1'), inbound_nodes: [[{ input: 'input_1' }]] };
    expect(await refused([inputLayer([2]), odd as never])).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer d: expected inputs as [layer, call, tensor], found {"input":"input_1"}."`,
    );
  });

  it('a call on nothing', async () => {
    const idle = { ...square('d', 'input_1'), inbound_nodes: [[]] };
    expect(await refused([inputLayer([2]), idle as never])).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer d: expected calls as lists of inputs, found []."`,
    );
  });

  it('a call that fixes how the layer runs', async () => {
    const drop = {
      ...layer('Dropout', 'drop', [], { rate: 0.5 }),
      inbound_nodes: [[['input_1', 0, 0, { training: true }]]],
    };
    expect(await refused([inputLayer([2]), drop as never, square('d', 'drop')])).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer drop: expected a call without the setting training, found true."`,
    );
  });

  it('in a model within a model', async () => {
    const inner = functional([inputLayer([2], 'input_2'), square('d', 'missing')], 'inner');
    const nested = { ...layer('Functional', 'inner', ['input_1']), config: inner.config };
    expect(await refused([inputLayer([2]), nested as never])).toContain('layer d: expected calls of layers');
  });
});

describe('a topology that goes far', () => {
  it('with a layer that is called on what another makes of it', async () => {
    const layers = [
      inputLayer([2]),
      called('d', [[['input_1', 0]], [['e', 0]]]),
      called('e', [[['d', 0]]]),
    ] as Layers;
    const model = functional(layers, 'net', layers[1]);
    model.config.output_layers = [['d', 1, 0]];
    const loaded = await loadModel(await saveConverted(model, [weights('d'), weights('e')]));
    expect(loaded.sites.map(({ name }) => name)).toEqual(['d', 'e', 'd:2']);
    loaded.dispose();
  });

  it('through thousands of layers', async () => {
    const count = 3000;
    const chain = Array.from({ length: count }, (_, i) =>
      layer('Activation', `a${i}`, [i > 0 ? `a${i - 1}` : 'input_1'], { activation: 'tanh' }),
    );
    const layers = [inputLayer([2]), ...chain, square('d', `a${count - 1}`)];
    const model = await loadModel(await saveConverted(functional(layers), [weights('d')]));
    expect(model.sites).toHaveLength(count + 1);
    model.dispose();
  });

  it('through more than it can follow', async () => {
    const chain = Array.from({ length: 12_000 }, (_, i) =>
      layer('Activation', `a${i}`, [i > 0 ? `a${i - 1}` : 'input_1'], { activation: 'tanh' }),
    );
    expect(await refused([inputLayer([2]), ...chain])).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a topology that TensorFlow.js can build, found more parts in a row than it can follow."`,
    );
  });
});

describe('outputs are bounded before anything is allocated', () => {
  it('all of them together', async () => {
    const layers = [
      inputLayer([2]),
      layer('RepeatVector', 'many', ['input_1'], { n: 3e8 }),
      layer('Activation', 'again', ['many'], { activation: 'tanh' }),
      layer('GlobalAveragePooling1D', 'mean', ['again'], {}),
      square('d', 'mean'),
    ];
    expect(await refused(layers)).toMatchInlineSnapshot(
      `"FOLDER: layer many: expected a network that computes at most 1073741824 numbers per input in all, found 600000000 of 1200000004."`,
    );
  });

  it('empty ones', async () => {
    const layers = [
      inputLayer([4, 4, 2]),
      layer('Cropping2D', 'crop', ['input_1'], {
        cropping: [
          [2, 2],
          [0, 0],
        ],
      }),
      layer('GlobalAveragePooling2D', 'mean', ['crop'], {}),
      square('d', 'mean'),
    ];
    expect(await refused(layers)).toMatchInlineSnapshot(
      `"FOLDER: layer crop: expected an output of a known shape that is not empty, found [0, 4, 2]."`,
    );
  });
});
