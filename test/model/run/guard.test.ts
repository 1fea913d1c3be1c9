import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../src/model/load.ts';
import { attribute, GraphBuilder } from '../formats/tfjs-graph/graph-builder.ts';
import { refusal } from '../networks.ts';

const FLOAT = { T: attribute.type('float32') };

/** A graph of one input [4, 4, 1] in which `grow` makes something large of it, then averaged and multiplied. */
async function refused(grow: (g: GraphBuilder) => string): Promise<string> {
  const g = new GraphBuilder();
  g.placeholder('x', [null, 4, 4, 1]);
  const large = grow(g);
  g.op('mean', 'Mean', [large, g.ints('axes', [1, 2])], FLOAT);
  g.op('y', 'MatMul', ['mean', g.weight('kernel', [1, 3])]);
  const folder = await g.save();
  return refusal(() => loadModel(folder), folder);
}

const added = (g: GraphBuilder, name: string) => g.op('sum', 'AddV2', ['x', name], FLOAT);

describe('a small file that asks for much is refused before anything is allocated', () => {
  /** The name tells what is found: node, operation and number. */
  const CASES: Record<string, (g: GraphBuilder) => string> = {
    'padding of the input | large: Pad 1600320016': (g) => {
      g.constant('pads', [4, 2], 'int32', [0, 0, 20000, 20000, 20000, 20000, 0, 0]);
      return g.op('large', 'Pad', ['x', 'pads'], FLOAT);
    },
    'a constant of one number, repeated | large: Tile 2500000000': (g) => {
      g.weight('one', [1, 1, 1, 1], [1]);
      return added(g, g.op('large', 'Tile', ['one', g.ints('times', [1, 50000, 50000, 1])], FLOAT));
    },
    'a filled constant | large: Fill 2500000000': (g) => {
      g.ints('dims', [1, 50000, 50000, 1]);
      return added(g, g.op('large', 'Fill', ['dims', g.constant('value', [], 'float32', [1])], FLOAT));
    },
    'constants that broadcast | large: Mul 1600000000': (g) => {
      const one = g.constant('value', [], 'float32', [1]);
      g.op('rows', 'Fill', [g.ints('tall', [1, 40000, 1, 1]), one], FLOAT);
      g.op('columns', 'Fill', [g.ints('wide', [1, 1, 40000, 1]), one], FLOAT);
      return added(g, g.op('large', 'Mul', ['rows', 'columns'], FLOAT));
    },
    'a range | range: Range 2000000000': (g) => {
      g.op('range', 'Range', [g.int('from', 0), g.int('to', 2e9), g.int('step', 1)], {
        Tidx: attribute.type('int32'),
      });
      return added(g, 'range');
    },
    'an enlarged picture | large: ResizeBilinear 2500000000': (g) =>
      g.op('large', 'ResizeBilinear', ['x', g.ints('size', [50000, 50000])], {
        ...FLOAT,
        half_pixel_centers: attribute.flag(true),
      }),
    'doubling again and again | double25: ConcatV2 1073741824': (g) => {
      let last = 'x';
      g.int('axis', 3);
      for (let i = 0; i < 40; i++) last = g.op(`double${i}`, 'ConcatV2', [last, last, 'axis'], FLOAT);
      return last;
    },
    'a product of constants that would take minutes | product: MatMul 27000000000': (g) => {
      const one = g.constant('value', [], 'float32', [1]);
      g.op('square', 'Fill', [g.ints('sides', [3000, 3000]), one], FLOAT);
      g.op('product', 'MatMul', ['square', 'square']);
      return added(g, g.op('corner', 'Mean', ['product', g.ints('all', [0, 1])], FLOAT));
    },
  };

  test.each(Object.entries(CASES))('%s', async (what, grow) => {
    const [, node, operation, count] = /\| (.*): (.*) (.*)$/.exec(what)!;
    const message = await refused(grow);
    expect(message).toContain(
      `FOLDER/model.json: node ${node}: expected a network that computes at most 1073741824`,
    );
    expect(message).toContain(`found ${operation} with ${count} `);
  });
});
