import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import type { Model } from '../../../../src/model/model.ts';
import { randomize } from '../../../../src/randomize/randomize.ts';
import { refusal } from '../../networks.ts';
import { scoresOf } from './scores.ts';
import { float32, int64, LINEAR, type ModelText, written } from './written-model.ts';

const X = [1, 2, 3];
const SCORES = [1 + 6 + 15 + 0.5, 2 + 8 + 18 - 0.5];

async function load(model: ModelText, beside?: Readonly<Record<string, Uint8Array>>): Promise<Model> {
  return loadModel((await written(model, beside)).path);
}

const expectScores = async (model: Model, expected = SCORES) => {
  expect(await scoresOf(model, [...X, ...X.map((x) => 2 * x)])).toEqual([
    ...expected,
    ...expected.map((score, i) => 2 * score - [0.5, -0.5][i]),
  ]);
};

describe('weights are found wherever exporters put them', () => {
  const [weight, bias] = LINEAR.tensors!;
  const numbers = [1, 2, 3, 4, 5, 6];

  test.each<[string, ModelText]>([
    ['raw', LINEAR],
    [
      'in a packed list of floats',
      { ...LINEAR, tensors: [{ ...weight, raw: undefined, floats: numbers }, bias] },
    ],
    [
      'listed as inputs too',
      {
        ...LINEAR,
        inputs: [...LINEAR.inputs!, { name: 'fc.weight', shape: [3, 2] }, { name: 'fc.bias', shape: [2] }],
      },
    ],
    [
      'as a node',
      {
        ...LINEAR,
        nodes: [
          { op: 'Constant', inputs: [], outputs: ['fc.weight'], attributes: { value: { tensor: weight } } },
          ...LINEAR.nodes,
        ],
        tensors: [bias],
      },
    ],
    [
      'as float64',
      {
        ...LINEAR,
        tensors: [{ ...weight, type: 11, raw: new Uint8Array(Float64Array.from(numbers).buffer) }, bias],
      },
    ],
    [
      'as float16',
      {
        ...LINEAR,
        tensors: [
          {
            ...weight,
            type: 10,
            raw: new Uint8Array(Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600).buffer),
          },
          bias,
        ],
      },
    ],
    [
      'as bfloat16',
      {
        ...LINEAR,
        tensors: [
          {
            ...weight,
            type: 16,
            raw: new Uint8Array(Uint16Array.of(0x3f80, 0x4000, 0x4040, 0x4080, 0x40a0, 0x40c0).buffer),
          },
          bias,
        ],
      },
    ],
    [
      'behind a reader that comes first',
      {
        ...LINEAR,
        nodes: [
          ...LINEAR.nodes.map((node) => ({ ...node, inputs: ['x', 'w', 'fc.bias'] })),
          { op: 'Identity', inputs: ['fc.weight'], outputs: ['w'] },
        ],
      },
    ],
  ])('%s', async (_, model) => {
    const loaded = await load(model);
    expect(loaded.layers.map(({ name, parameters }) => [name, parameters])).toEqual([['fc', 8]]);
    await expectScores(loaded);
  });

  test('in another file, at an offset', async () => {
    const external = { location: 'net.onnx.data', offset: '8', length: '24' };
    const tensors = [{ ...weight, raw: undefined, external }, bias];
    await expectScores(
      await load(
        { ...LINEAR, tensors },
        { 'net.onnx.data': Uint8Array.of(...Array(8).fill(7), ...float32(numbers)) },
      ),
    );
  });

  test.each([3, 8, 11])('IR version %i', async (ir) => expectScores(await load({ ...LINEAR, ir })));
  test.each([7, 13, 22])('operator set %i', async (set) => expectScores(await load({ ...LINEAR, set })));
});

describe('what is written around operators is taken away', () => {
  test('functions, within one another', async () => {
    const inner = {
      name: 'Inner',
      domain: 'own',
      inputs: ['a', 'w', 'b'],
      outputs: ['y'],
      nodes: [{ op: 'Gemm', inputs: ['a', 'w', 'b'], outputs: ['y'] }],
    };
    const outer = {
      ...inner,
      name: 'Outer',
      nodes: [{ op: 'Inner', domain: 'own', inputs: ['a', 'w', 'b'], outputs: ['y'] }],
    };
    const nodes = [
      {
        op: 'Outer',
        domain: 'own',
        inputs: ['x', 'fc.weight', 'fc.bias'],
        outputs: ['scores'],
        name: 'call',
      },
    ];
    await expectScores(await load({ ...LINEAR, nodes, functions: [inner, outer] }));
  });

  test('an If whose condition follows from a shape', async () => {
    const branch = (op: string) => ({
      graph: { nodes: [{ op, inputs: ['h'], outputs: [`${op}d`] }], outputs: [`${op}d`] },
    });
    const nodes = [
      { ...LINEAR.nodes[0], outputs: ['h'] },
      { op: 'Shape', inputs: ['x'], outputs: ['shape'] },
      { op: 'Size', inputs: ['shape'], outputs: ['rank'] },
      { op: 'Equal', inputs: ['rank', 'two'], outputs: ['flat'] },
      {
        op: 'If',
        inputs: ['flat'],
        outputs: ['scores'],
        name: 'if',
        attributes: { then_branch: branch('Identity'), else_branch: branch('Neg') },
      },
    ];
    const tensors = [...LINEAR.tensors!, { name: 'two', dims: [], type: 7, raw: int64([2]) }];
    await expectScores(await load({ ...LINEAR, nodes, tensors }));
  });

  test.each([
    ['a shape that follows the batch', ['N', 3]],
    ['a shape that was exported for one input', [1, 3]],
  ])('arithmetic on %s', async (_, shape) => {
    const nodes = [
      { op: 'Shape', inputs: ['x'], outputs: ['shape'] },
      { op: 'Gather', inputs: ['shape', 'zero'], outputs: ['batch'] },
      { op: 'Concat', inputs: ['batch', 'rest'], outputs: ['target'], attributes: { axis: 0 } },
      { op: 'Reshape', inputs: ['x', 'target'], outputs: ['cube'] },
      { op: 'Reshape', inputs: ['cube', 'flat'], outputs: ['again'] },
      { ...LINEAR.nodes[0], inputs: ['again', 'fc.weight', 'fc.bias'] },
    ];
    const tensors = [
      ...LINEAR.tensors!,
      { name: 'zero', dims: [1], type: 7, raw: int64([0]) },
      { name: 'rest', dims: [2], type: 7, int64: [3, 1] },
      // Of one input: the batch is not to be lost in it.
      { name: 'flat', dims: [2], type: 7, raw: int64([shape[0] === 1 ? 1 : -1, 3]) },
    ];
    await expectScores(
      await load({ ...LINEAR, nodes, tensors, inputs: [{ name: 'x', shape: shape as (number | string)[] }] }),
    );
  });

  test('names of classes beside probabilities, and the name of the predicted one', async () => {
    const nodes = [
      { ...LINEAR.nodes[0], outputs: ['logits'] },
      { op: 'Softmax', inputs: ['logits'], outputs: ['probabilities'] },
      { op: 'ZipMap', domain: 'ai.onnx.ml', inputs: ['probabilities'], outputs: ['scores'] },
      { op: 'ArgMax', inputs: ['probabilities'], outputs: ['index'] },
      { op: 'LabelEncoder', domain: 'ai.onnx.ml', inputs: ['index'], outputs: ['label'] },
    ];
    const model = await load({ ...LINEAR, nodes, outputs: ['label', 'scores'], imports: ['ai.onnx.ml'] });
    expect(model.removedActivation).toBe('softmax');
    await expectScores(model);
  });

  test.each([
    ['NONE', null],
    ['SOFTMAX', 'softmax'],
    ['LOGISTIC', 'sigmoid'],
  ])('a linear classifier whose weights are attributes, ending in %s', async (ending, removed) => {
    const attributes = {
      ...{ classlabels_ints: [3, 7], post_transform: ending },
      ...{ coefficients: { floats: [1, 3, 5, 2, 4, 6] }, intercepts: { floats: [0.5, -0.5] } },
    };
    const outputs = ['label', ending === 'SOFTMAX' ? 'raw' : 'scores'];
    const nodes: ModelText['nodes'] = [
      { op: 'LinearClassifier', domain: 'ai.onnx.ml', inputs: ['x'], outputs, attributes, name: 'linear' },
      ...(ending === 'SOFTMAX'
        ? [
            {
              ...{ op: 'Normalizer', domain: 'ai.onnx.ml', inputs: ['raw'], outputs: ['scores'] },
              attributes: { norm: 'L1' },
            },
          ]
        : []),
    ];
    const file = { ...LINEAR, nodes, tensors: [], outputs: ['label', 'scores'], imports: ['ai.onnx.ml'] };
    const model = await load(file);
    expect(model.removedActivation).toBe(removed);
    await expectScores(model);
    expect([...model.serialise(model.trained)].length).toBe(1);
    const { weights } = randomize(model, { stage: 'full' });
    expect(await refusal(() => model.serialise(weights), model.source)).toBe(
      'FOLDER: linear.coefficients: expected a weight that is stored as a tensor, found one that is an attribute of a node.',
    );
  });

  test('a softmax at the end', async () => {
    const nodes = [
      { ...LINEAR.nodes[0], outputs: ['logits'] },
      { op: 'Softmax', inputs: ['logits'], outputs: ['scores'], attributes: { axis: 1 } },
    ];
    const model = await load({ ...LINEAR, nodes });
    expect(model.removedActivation).toBe('softmax');
    await expectScores(model);
  });
});

describe('a file for one batch size runs on others', () => {
  test.each([
    [1, [[1, -1]]],
    [1, [[-1, 3]]],
    [
      1,
      [
        [1, -1, 1],
        [1, 3],
      ],
    ],
    [
      1,
      [
        [1, 1, -1],
        [1, -1],
      ],
    ],
    [
      1,
      [
        [-1, 1, 3, 1],
        [1, -1],
      ],
    ],
    [
      1,
      [
        [3, -1],
        [1, -1],
      ],
    ],
    [4, [[4, -1]]],
    [
      4,
      [
        [-1, 1, 3],
        [4, 3],
      ],
    ],
    [
      4,
      [
        [4, 3, -1],
        [-1, 3],
      ],
    ],
  ])('of %i, with reshapes to %j', async (size, targets) => {
    const at = (index: number) => (index === 0 ? 'x' : `r${index}`);
    const nodes = targets.map((_, i) => ({ op: 'Reshape', inputs: [at(i), `to${i}`], outputs: [at(i + 1)] }));
    const tensors = targets.map((to, i) => ({ name: `to${i}`, dims: [to.length], type: 7, raw: int64(to) }));
    const [gemm] = LINEAR.nodes;
    await expectScores(
      await load({
        ...LINEAR,
        nodes: [...nodes, { ...gemm, inputs: [at(targets.length), 'fc.weight', 'fc.bias'] }],
        tensors: [...LINEAR.tensors!, ...tensors],
        inputs: [{ name: 'x', shape: [size, 3] }],
      }),
    );
  });

  test('with a number for each of what lies along one axis with the inputs', async () => {
    const nodes = [
      { op: 'Reshape', inputs: ['x', 'column'], outputs: ['long'] },
      { op: 'Mul', inputs: ['long', 'factors'], outputs: ['scaled'] },
      { op: 'Reshape', inputs: ['scaled', 'row'], outputs: ['again'] },
      { ...LINEAR.nodes[0], inputs: ['again', 'fc.weight', 'fc.bias'] },
    ];
    const [weight, bias] = LINEAR.tensors!;
    const tensors = [
      { ...weight, raw: float32([1, 2, 1.5, 2, 1.25, 1.5]) },
      bias,
      { name: 'factors', dims: [3, 1], raw: float32([1, 2, 4]) },
      { name: 'column', dims: [2], type: 7, raw: int64([3, 1]) },
      { name: 'row', dims: [2], type: 7, raw: int64([1, 3]) },
    ];
    await expectScores(await load({ ...LINEAR, nodes, tensors, inputs: [{ name: 'x', shape: [1, 3] }] }));
  });

  test('with a sum of products whose operands both have the axis of the batch', async () => {
    const nodes = [
      { op: 'Div', inputs: ['x', 'x'], outputs: ['ones'] },
      { op: 'Einsum', inputs: ['x', 'ones'], outputs: ['same'], attributes: { equation: 'bi,bi->bi' } },
      { ...LINEAR.nodes[0], inputs: ['same', 'fc.weight', 'fc.bias'] },
    ];
    await expectScores(await load({ ...LINEAR, nodes }));
  });
});

test('positions that are counted from tokens which are no padding are those of inputs without it', async () => {
  const nodes: ModelText['nodes'] = [
    { op: 'Gather', inputs: ['table', 'ids'], outputs: ['rows'] },
    { op: 'Equal', inputs: ['ids', 'padding'], outputs: ['padded'] },
    { op: 'Not', inputs: ['padded'], outputs: ['kept'] },
    { op: 'Cast', inputs: ['kept'], outputs: ['ones'], attributes: { to: 1 } },
    { op: 'CumSum', inputs: ['ones', 'along'], outputs: ['places'] },
    { op: 'Unsqueeze', inputs: ['places', 'last'], outputs: ['column'] },
    { op: 'Mul', inputs: ['rows', 'column'], outputs: ['placed'] },
    { op: 'ReduceSum', inputs: ['placed', 'steps'], outputs: ['sum'], attributes: { keepdims: 0 } },
    { op: 'MatMul', inputs: ['sum', 'fc.weight'], outputs: ['scores'] },
  ];
  const whole = (name: string, value: number, dims: number[] = []) => ({
    name,
    dims,
    type: 7,
    raw: int64([value]),
  });
  const tensors = [
    { name: 'table', dims: [4, 2], raw: float32([1, 0, 9, 9, 0, 1, 1, 1]) },
    { name: 'fc.weight', dims: [2, 2], raw: float32([1, 2, 3, 4]) },
    ...[whole('padding', 1), whole('along', 1), whole('last', 2, [1]), whole('steps', 1, [1])],
  ];
  const model = await load({
    nodes,
    tensors,
    inputs: [{ name: 'ids', shape: [1, 3], type: 7 }],
    outputs: ['scores'],
  });
  // Rows by their places 1, 2, 3, twice: [4, 5] and [3, 5].
  expect(await scoresOf(model, model.tokens!.embed(Float32Array.of(0, 2, 3, 3, 2, 3)))).toEqual([
    19, 28, 22, 32,
  ]);
  expect(() => model.tokens!.embed(Float32Array.of(0, 2, 3, 0, 2, 1))).toThrowErrorMatchingInlineSnapshot(
    `[InputError: value 2 of input 1: expected tokens that the network does not treat apart from others, as it does 1, found 1. Padding is such a token: give inputs of the full length without it.]`,
  );
});

test('the hash tells other weights, and other constants, apart', async () => {
  const [weight, bias] = LINEAR.tensors!;
  const other = { ...LINEAR, tensors: [{ ...weight, raw: float32([1, 2, 3, 4, 5, 7]) }, bias] };
  const [a, b, c] = await Promise.all([LINEAR, LINEAR, other].map((model) => load(model)));
  expect(a.sha256).toBe(b.sha256);
  expect(a.sha256).not.toBe(c.sha256);
});
