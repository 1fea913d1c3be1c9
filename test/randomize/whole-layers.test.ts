import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { loadModel } from '../../src/model/load.ts';
import type { Layer, WeightRole } from '../../src/model/model.ts';
import { groupLayers, resolveGroup } from '../../src/randomize/group.ts';
import { selectLayers } from '../../src/randomize/randomize.ts';
import { wholeLayers } from '../../src/randomize/whole-layers.ts';

/** Layers from a text in execution order: `name` is a kernel, `name~` a normalisation, `name~other` one that follows another. */
function network(text: string) {
  const list: Layer[] = [];
  const weights: { name: string; shape: number[]; role: WeightRole }[] = [];
  for (const word of text.split(' ')) {
    const [name, follows] = word.split('~');
    const more = follows ? { follows } : {};
    list.unshift({ name, kind: '', weights: [`${name}/w`], parameters: 1, ...more });
    weights.push({ name: `${name}/w`, shape: [1], role: follows === undefined ? 'kernel' : 'scale' });
  }
  return { layers: list, weights };
}

const written = (text: string) =>
  wholeLayers(network(text)).map(({ name, layers: own }) => `${name}: ${own.map((l) => l.name).join(' ')}`);

describe('a normalisation belongs to the layer that it follows', () => {
  test('by the flow of the data, in whatever order branches run', () => {
    expect(written('stem s~stem left right l~left r~right top')).toEqual([
      'top: top',
      'right: r right',
      'left: l left',
      'stem: s stem',
    ]);
  });

  test('by the order where it follows a sum, and through another normalisation', () => {
    expect(written('a n~ b m~b k~m')).toEqual(['b: k m b', 'a: n a']);
  });

  test('but one of the input stays alone', () => {
    expect(written('scaling~ a n~a')).toEqual(['a: n a', 'scaling: scaling']);
  });

  test('in the shapes network, of ten layers', async () => {
    const model = await loadModel('fixtures/shapes/network');
    const groups = groupLayers(model, 'auto');
    expect([groups.length, groupLayers(model, 'weight').length]).toEqual([10, 19]);
    expect(groups.at(-1)!.members).toHaveLength(2);
    expect(groups.flatMap(({ members }) => members).sort()).toEqual(model.layers.map((l) => l.name).sort());
    model.dispose();
  });

  test('where branches come together, as tfjs-layers runs them', () => {
    const input = layers.input({ shape: [8, 8, 2] });
    const conv = (name: string) => layers.layers.conv2d({ name, filters: 2, kernelSize: 3, padding: 'same' });
    const norm = (name: string) => layers.layers.batchNormalization({ name });
    const a = norm('an').apply(conv('a').apply(input)) as layers.SymbolicTensor;
    const relu = layers.layers.reLU().apply(conv('b').apply(input)) as layers.SymbolicTensor;
    const b = norm('bn').apply(relu) as layers.SymbolicTensor;
    const sum = layers.layers.add().apply([a, b]) as layers.SymbolicTensor;
    const last = norm('last').apply(sum) as layers.SymbolicTensor;
    const flat = layers.layers.flatten().apply(last) as layers.SymbolicTensor;
    const outputs = layers.layers.dense({ name: 'logits', units: 3 }).apply(flat) as layers.SymbolicTensor;
    const model = modelFromLayers(layers.model({ inputs: input, outputs }), 'branches');
    const follows = Object.fromEntries(model.layers.map(({ name, follows: other }) => [name, other]));
    expect(follows).toMatchObject({ an: 'a', bn: 'b', last: undefined, a: undefined });
    model.dispose();
  });
});

describe('what is randomised together', () => {
  const deep = network(Array.from({ length: 20 }, (_, i) => `c${i} n${i}~c${i}`).join(' '));

  test('is counted in whole layers', () => {
    expect(resolveGroup(deep, 'auto')).toBe('layer');
    expect(groupLayers({ ...deep, sites: [] }, 'auto')).toHaveLength(20);
  });

  test('is a normalisation alone where one is named', () => {
    expect(resolveGroup(deep, 'auto', ['n3'])).toBe('weight');
    expect(resolveGroup(deep, 'auto', ['c3'])).toBe('layer');
    expect(selectLayers({ ...deep, sites: [] }, ['n3'])).toEqual([
      { name: 'n3', members: ['n3'], parameters: 1 },
    ]);
  });

  test('says where a layer that was named is', () => {
    expect(() =>
      selectLayers({ ...network('a n~a b'), sites: [] }, ['n'], 'layer'),
    ).toThrowErrorMatchingInlineSnapshot(
      `[InputError: layer n: expected one of b, a, found a name that is not known. It is randomised as a part of a; --group weight keeps them apart.]`,
    );
  });
});
