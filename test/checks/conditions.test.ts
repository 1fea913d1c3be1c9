import { describe, expect, test } from 'vitest';
import { METHODS } from '../../src/attribution/registry.ts';
import { type Group, namedCondition } from '../../src/checks/check.ts';
import { findCheck } from '../../src/checks/registry.ts';
import { groupLayers } from '../../src/randomize/group.ts';

const layers = ['output', 'fc1', 'block2_b', 'block2_a', 'conv1'].map((name, i) => ({
  name,
  kind: 'Dense',
  weights: [`${name}/kernel`],
  parameters: 10 + i,
}));
const network = { layers, sites: [], weights: [] };
const each = groupLayers(network, 'layer');

const stagesOf = (check: string, groups: readonly Group[]) =>
  findCheck(check).conditions({ groups, allGroups: groups, methods: [] });

describe('conditions', () => {
  test('cascade adds layers from the output down', () => {
    expect(stagesOf('cascade', each).map((s) => s.groups.join(' '))).toEqual([
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
    expect(stages[1].groups).toEqual(['conv1', 'block2_a']);
  });

  test('independent randomises one layer at a time, never all', () => {
    expect(stagesOf('independent', each).map((s) => s.groups)).toEqual(layers.map((l) => [l.name]));
  });
});

test('a shift of the input is no question to methods whose rules multiply by what enters a layer', () => {
  const methods = METHODS.map(({ name, stochastic, readsLayerInputs }) => ({
    ...{ name, stochastic, readsLayerInputs },
    variations: [],
  }));
  const [{ methods: asked }] = findCheck('input-shift').conditions({
    groups: each,
    allGroups: each,
    methods,
  });
  expect(asked).toEqual(expect.arrayContaining(['gradient', 'integrated-gradients', 'deeplift']));
  expect(asked).not.toEqual(expect.arrayContaining(['lrp-epsilon']));
  expect(methods.filter(({ name }) => !asked?.includes(name)).map(({ name }) => name)).toMatchInlineSnapshot(`
    [
      "lrp-epsilon",
      "lrp-z-plus",
      "lrp-alpha-beta",
      "lrp-epsilon-plus-flat",
      "lrp-epsilon-gamma-box",
      "attn-lrp",
      "deep-taylor",
      "excitation-backprop",
      "c-mwp",
    ]
  `);
});

describe('groups', () => {
  test('layers with the same match go together', () => {
    const groups = groupLayers(network, '^block\\d+');
    expect(groups.map((g) => g.name)).toEqual(['output', 'fc1', 'block2', 'conv1']);
    expect(groups[2]).toEqual({ name: 'block2', members: ['block2_b', 'block2_a'], parameters: 25 });
    expect(stagesOf('cascade', groups)[2].layers).toEqual(['output', 'fc1', 'block2_b', 'block2_a']);
  });

  test('a capture names the group', () => {
    expect(groupLayers(network, '(block)\\d').map((g) => g.name)).toContain('block');
  });

  test('a bad expression is named', () => {
    expect(() => groupLayers(network, '(')).toThrowErrorMatchingInlineSnapshot(
      `[InputError: option group: expected layer, weight, block, auto or a regular expression, found (.]`,
    );
  });
});

describe('names that gates give', () => {
  const named = (check: string, stage: string, groups: readonly Group[] = each) =>
    namedCondition({ stage }, stagesOf(check, groups)).map(({ groups: random }) => random.join(' '));

  test.each([
    ['cascade', 'output', 'output'],
    ['cascade', 'full', 'output fc1 block2_b block2_a conv1'],
    ['bottom-up', 'input', 'conv1'],
    ['bottom-up', 'middle', 'conv1 block2_a block2_b'],
    ['bottom-up', 'full', 'conv1 block2_a block2_b fc1 output'],
    // The layer of that name, not the first stage: it is random once all others are.
    ['bottom-up', 'output', 'conv1 block2_a block2_b fc1 output'],
    ['independent', 'output', 'output'],
  ])('%s: %s is the stage at which %s are random', (check, stage, random) => {
    expect(named(check, stage)).toEqual([random]);
  });

  test('independent stages have no full one, and a network of two layers no middle', () => {
    expect(named('independent', 'full')).toEqual([]);
    expect(named('bottom-up', 'middle', each.slice(0, 2))).toEqual([]);
  });

  test('independent asks about each layer that moved the logits by half an SD', () => {
    const { gated } = findCheck('independent');
    const shifts: Record<string, number> = { output: 2, fc1: 0.5, block2_b: 0.49, block2_a: 0.1, conv1: 7 };
    const gate = { order: 'independent', stage: 'each', metric: 'ssim', maximum: 0.5 };
    const asked = gated(gate, stagesOf('independent', each), ({ name }) => shifts[name]);
    expect(asked.map(({ name }) => name)).toEqual(['output', 'fc1', 'conv1']);
  });
});

test('the sentences of a check say which layers are random', () => {
  expect(
    [
      ['cascade', 'output'],
      ['cascade', 'full'],
      ['cascade', 'fc1'],
      ['bottom-up', 'input'],
      ['bottom-up', 'middle'],
      ['bottom-up', 'full'],
      ['independent', 'fc1'],
      ['labels', 'full'],
    ].map(([check, stage]) => findCheck(check).words.after(stage)),
  ).toEqual([
    'after the output layer is random',
    'after all layers are random',
    'after the layers from the output down to "fc1" are random',
    'after the layer next to the input is random',
    'after the half of the layers that is nearer to the input is random',
    'after all layers are random',
    'after the layer "fc1" alone is random',
    'after training on random labels',
  ]);
});
