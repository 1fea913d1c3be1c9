import { describe, expect, test } from 'vitest';
import { groupLayers } from '../../src/randomize/group.ts';
import { stagesOf } from '../../src/randomize/orders.ts';

const layers = ['output', 'fc1', 'block2_b', 'block2_a', 'conv1'].map((name, i) => ({
  name,
  kind: 'Dense',
  weights: [`${name}/kernel`],
  parameters: 10 + i,
}));
const network = { layers, sites: [], weights: [] };
const each = groupLayers(network, 'layer');

describe('orders', () => {
  test('cascade adds layers from the output down', () => {
    expect(stagesOf('cascade', each).map((s) => s.layers.join(' '))).toEqual([
      'output',
      'output fc1',
      'output fc1 block2_b',
      'output fc1 block2_b block2_a',
      'output fc1 block2_b block2_a conv1',
    ]);
  });

  test('bottom-up adds layers from the input up', () => {
    const stages = stagesOf('bottom-up', each);
    expect(stages.map((s) => s.name)).toEqual(['conv1', 'block2_a', 'block2_b', 'fc1', 'output']);
    expect(stages[1].layers).toEqual(['conv1', 'block2_a']);
  });

  test('independent randomises one layer at a time, never all', () => {
    expect(stagesOf('independent', each).map((s) => s.layers)).toEqual(layers.map((l) => [l.name]));
  });
});

describe('groups', () => {
  test('layers with the same match go together', () => {
    const groups = groupLayers(network, '^block\\d+');
    expect(groups.map((g) => g.name)).toEqual(['output', 'fc1', 'block2', 'conv1']);
    expect(groups[2]).toEqual({ name: 'block2', members: ['block2_b', 'block2_a'], parameters: 25 });
    expect(stagesOf('cascade', groups)[2].members).toEqual(['output', 'fc1', 'block2_b', 'block2_a']);
  });

  test('a capture names the group', () => {
    expect(groupLayers(network, '(block)\\d').map((g) => g.name)).toContain('block');
  });

  test('a bad expression is named', () => {
    expect(() => groupLayers(network, '(')).toThrowErrorMatchingInlineSnapshot(
      `[InputError: option group: expected layer, block, auto or a regular expression, found (.]`,
    );
  });
});
