import { describe, expect, test } from 'vitest';
import { requireExplainable } from '../../src/attribution/dry-trace.ts';
import { loadModel } from '../../src/model/load.ts';
import { call } from '../cli/call.ts';
import { attribute, GraphBuilder } from '../model/formats/tfjs-graph/graph-builder.ts';
import { refusal } from '../model/networks.ts';

const FLOAT = { T: attribute.type('float32') };

/** A graph of an input [4, 3] whose two largest values per row are multiplied by a kernel. */
async function topValues(): Promise<string> {
  const g = new GraphBuilder();
  g.placeholder('x', [null, 4, 3]);
  g.op('top', 'TopKV2', ['x', g.int('k', 2)], { ...FLOAT, sorted: attribute.flag(true) });
  g.op('flat', 'Reshape', ['top', g.ints('shape', [-1, 8])], FLOAT);
  g.op('y', 'MatMul', ['flat', g.weight('kernel', [8, 2])]);
  return g.save();
}

const explaining = async (folder: string) =>
  refusal(async () => requireExplainable(await loadModel(folder)), folder);

describe('what cannot be computed is refused by name before anything runs', () => {
  test('an operation without a gradient', async () => {
    expect(await explaining(await topValues())).toMatchInlineSnapshot(
      `"FOLDER: node top: expected an operation with a gradient, found TopKV2 with the error "Cannot compute gradient: gradient function not found for TopK."."`,
    );
  });

  test('by the commands alike', async () => {
    const folder = await topValues();
    const inspected = await call(['inspect', folder], '.');
    const explained = await call(['explain', '--model', folder, '--inputs', 'none.npy'], '.');
    for (const { code, stderr } of [inspected, explained]) {
      expect(code).toBe(2);
      expect(stderr).toContain('node top: expected an operation with a gradient');
    }
  });
});
