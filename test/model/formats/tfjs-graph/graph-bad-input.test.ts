import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import { refusal } from '../../networks.ts';
import { attribute, type Document, GraphBuilder } from './graph-builder.ts';
import { convolution, tinyGraph } from './graph-networks.ts';

async function refused(graph: GraphBuilder, change?: (document: Document) => void): Promise<string> {
  const folder = await graph.save(change);
  return refusal(() => loadModel(folder), folder);
}

/** A graph whose scores go through one more operation. */
function through(op: string, inputs: string[] = ['probabilities']): GraphBuilder {
  const g = tinyGraph();
  g.op('odd', op, inputs);
  return g;
}

describe('operations that cannot be explained are named with their node', () => {
  test.each([
    ...['Switch', 'Merge', 'Enter', 'LoopCond', 'While', 'StatelessIf'],
    ...['TensorListReserve', 'TensorArrayV3', 'PartitionedCall', 'StatefulPartitionedCall'],
    ...['NonMaxSuppressionV3', 'Where', 'UniqueV2', 'HashTableV2', 'RandomUniform', 'VarHandleOp'],
  ])('%s', async (op) => {
    expect(await refused(through(op))).toMatch(
      new RegExp(
        `^FOLDER/model.json: node odd: expected operations of a static graph, found ${op} \\(.+\\)\\.`,
      ),
    );
  });

  test('control flow, in full', async () =>
    expect(await refused(through('While'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: node odd: expected operations of a static graph, found While (control flow). Recurrent layers are converted without loops where they are built with unroll=True."`,
    ));

  test('a loop as older graphs have it', async () => {
    const g = tinyGraph();
    g.op('loop/enter', 'Enter', ['probabilities']);
    g.op('loop/merge', 'Merge', ['loop/enter', 'loop/next']);
    g.op('loop/next', 'NextIteration', ['loop/relu']);
    g.op('loop/relu', 'Relu', ['loop/merge']);
    g.op('loop/exit', 'Exit', ['loop/relu']);
    expect(await refused(g)).toMatch(/node loop\/enter: .* found Enter \(control flow\)\. Recurrent layers/);
  });

  test('a dynamic shape, in full', async () =>
    expect(await refused(through('Where'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: node odd: expected operations of a static graph, found Where (a dynamic shape)."`,
    ));

  test('one that the converter does not know', async () =>
    expect(await refused(through('FancyOp'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: node odd: expected operations that the TensorFlow.js converter knows, found FancyOp."`,
    ));

  test('one that is called like what this project inserts', async () =>
    expect(await refused(through('SaliencySanityTap'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: node odd: expected operations that the TensorFlow.js converter knows, found SaliencySanityTap."`,
    ));

  test('one that the converter knows and cannot run', async () => {
    const g = tinyGraph();
    g.op('odd', 'Conv2D', ['probabilities', 'dense/kernel'], convolution());
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: node odd: expected an operation that TensorFlow.js runs on what reaches it, found Conv2D with the error "Error in conv2d: input must be rank 4, but got rank 2."."`,
    );
  });

  test('channels before rows', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 3, 8, 8]);
    g.weight('kernel', [3, 3, 3, 2]);
    g.op('conv', 'Conv2D', ['x', 'kernel'], { ...convolution(), data_format: attribute.text('NCHW') });
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: node conv: expected operations of a static graph, found Conv2D (the data format NCHW; only NHWC is supported)."`,
    );
  });
});

describe('inputs and outputs', () => {
  test('an open shape', async () => {
    const g = new GraphBuilder();
    g.placeholder('image', [null, null, null, 3]);
    g.weight('kernel', [3, 3, 3, 2]);
    g.op('conv', 'Conv2D', ['image', 'kernel'], convolution());
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: input image: expected a fixed input shape, found [any, any, any, 3]."`,
    );
  });

  test('an open rank', async () => {
    const g = tinyGraph();
    g.nodes[0].attr.shape = { shape: { unknownRank: true } };
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: input x: expected a fixed input shape, found one of any rank."`,
    );
  });

  test('whole numbers', async () => {
    const g = tinyGraph();
    g.nodes[0].attr.dtype = { type: 'DT_UINT8' };
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: input x: expected numbers of type DT_FLOAT, which have a gradient, or indices that one embedding alone reads, found DT_UINT8."`,
    );
  });

  test('several inputs', async () => {
    const g = tinyGraph();
    g.placeholder('mask', [null, 2]);
    g.op('masked', 'Mul', ['probabilities', 'mask']);
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a model with one input, found 2: x, mask."`,
    );
  });

  test('a placeholder that the signature leaves out', async () => {
    const g = tinyGraph();
    g.placeholder('mask', [null, 2]);
    g.op('masked', 'Mul', ['probabilities', 'mask']);
    const signature = { inputs: { x: { name: 'x:0' } }, outputs: { y: { name: 'masked:0' } } };
    expect(await refused(g, (document) => void Object.assign(document, { signature }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a model with one input, found x and mask."`,
    );
  });

  test('no input', async () => {
    const g = new GraphBuilder();
    g.weight('kernel', [2, 2]);
    g.op('y', 'MatMul', ['kernel', 'kernel']);
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a model with one input, found none."`,
    );
  });

  test('an output that is no vector', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 8, 8, 3]);
    g.weight('kernel', [3, 3, 3, 2]);
    g.op('conv', 'Conv2D', ['x', 'kernel'], convolution());
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected one vector of logits per input, found an output of shape [8,8,2]."`,
    );
  });

  test('no weights', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 4]);
    g.op('y', 'Relu', ['x']);
    expect(await refused(g)).toMatchInlineSnapshot(`"FOLDER: expected a model with weights, found none."`);
  });

  test('a batch size that the graph has built in', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [1, 2, 2]);
    g.ints('shape', [1, 4]);
    g.op('flat', 'Reshape', ['x', 'shape']);
    g.weight('kernel', [4, 3]);
    g.op('y', 'MatMul', ['flat', 'kernel']);
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: node flat: expected a graph that runs on batches of any size, found Reshape with a batch size that is fixed to 1."`,
    );
  });

  test('an output that does not exist', async () => {
    const signature = { inputs: { x: { name: 'x:0' } }, outputs: { y: { name: 'nowhere:0' } } };
    expect(
      await refused(tinyGraph(), (document) => void Object.assign(document, { signature })),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: output y: expected a node of the graph, found "nowhere:0", which does not exist."`,
    );
  });
});

describe('damaged files', () => {
  const withNodes = (change: (nodes: Record<string, unknown>[]) => void) =>
    refused(tinyGraph(), ({ modelTopology }) => change(modelTopology.node as never));

  test('an empty graph', async () =>
    expect(await refused(new GraphBuilder())).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a model with an output, found none."`,
    ));
  test('no list of nodes', async () =>
    expect(
      await refused(tinyGraph(), (document) => void Object.assign(document, { modelTopology: {} })),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: modelTopology.node: expected a list of nodes, found nothing."`,
    ));
  test('no topology', async () =>
    expect(
      await refused(tinyGraph(), (document) => void Object.assign(document, { modelTopology: 7 })),
    ).toMatchInlineSnapshot(`"FOLDER/model.json: modelTopology: expected an object, found 7."`));
  test('a node that is no object', async () =>
    expect(await withNodes((nodes) => nodes.push(null as never))).toMatchInlineSnapshot(
      `"FOLDER/model.json: modelTopology.node[6]: expected an object, found null."`,
    ));
  test('a node without name', async () =>
    expect(await withNodes((nodes) => nodes.push({ op: 'Relu' }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: modelTopology.node[6].name: expected a node name, found nothing."`,
    ));
  test('a node without operation', async () =>
    expect(await withNodes((nodes) => nodes.push({ name: 'a' }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: op of node a: expected an operation, found nothing."`,
    ));
  test('inputs that are no names', async () =>
    expect(
      await withNodes((nodes) => nodes.push({ name: 'a', op: 'Relu', input: [1] })),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: inputs of node a: expected a list of node names, found [1]."`,
    ));
  test('two nodes of a name', async () =>
    expect(await withNodes((nodes) => nodes.push({ name: 'x', op: 'Relu' }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: node x: expected one node of that name, found more than one."`,
    ));
  test('an input that does not exist', async () =>
    expect(
      await withNodes((nodes) => nodes.push({ name: 'a', op: 'Relu', input: ['b'] })),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: input b of node a: expected a node of the graph, found none."`,
    ));
  test('a circle', async () =>
    expect(
      await withNodes((nodes) =>
        nodes.push(
          { name: 'a', op: 'AddV2', input: ['b', 'x'] },
          { name: 'b', op: 'Relu', input: ['a'] },
          { name: 'c', op: 'Relu', input: ['b'] },
        ),
      ),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: node b: expected a graph without circles, found a circle."`,
    ));
  test('a name that JavaScript objects have', async () => {
    const g = new GraphBuilder();
    g.placeholder('__proto__', [null, 3]);
    g.weight('constructor', [3, 2]);
    g.op('toString', 'MatMul', ['__proto__', 'constructor']);
    expect((await loadModel(await g.save())).classes).toBe(2);
  });
  test('attributes that are nonsense', async () =>
    expect(
      await withNodes((nodes) => {
        nodes.push({
          name: 'odd',
          op: 'Transpose',
          input: ['probabilities', 'probabilities'],
          attr: { T: 4 },
        });
      }),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: node odd: expected an operation that TensorFlow.js runs on what reaches it, found Transpose with the error "All entries in 'perm' must be between 0 and 1 but got 0.3232995569705963,0.6767004728317261,0.3232995569705963,0.6767004728317261"."`,
    ));

  test('a constant without numbers', async () =>
    expect(
      await refused(tinyGraph(), ({ weightsManifest }) => {
        weightsManifest[0].weights[0].name = 'other';
      }),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest: expected every constant of the graph, found none for dense/kernel."`,
    ));
  test('a constant in another shape', async () =>
    expect(
      await refused(tinyGraph(), ({ weightsManifest }) => {
        weightsManifest[0].weights[0].shape = [2, 3];
      }),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight dense/kernel: expected shape [3,2], as the graph has it, found [2,3]."`,
    ));
  test('a weight file that is cut off', async () => {
    const folder = await tinyGraph().save();
    await truncate(join(folder, 'group1-shard1of1.bin'), 11);
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight files group1-shard1of1.bin: expected 32 bytes for 2 weights, found 11 bytes. The file is cut off, or shapes are wrong."`,
    );
  });
  test('a weight file outside of the folder', async () =>
    expect(
      await refused(tinyGraph(), ({ weightsManifest }) => {
        weightsManifest[0].paths = ['../weights.bin'];
      }),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight file "../weights.bin": expected a path inside the model's folder, found a path that leaves it."`,
    ));
  test('a weight that is no number', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 2]);
    g.weight('kernel', [2, 2], [1, 2, Number.NaN, 4]);
    g.op('y', 'MatMul', ['x', 'kernel']);
    expect(await refused(g)).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight kernel[2]: expected a finite number, found NaN."`,
    );
  });
});
