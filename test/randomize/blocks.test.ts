import { describe, expect, test } from 'vitest';
import type { Layer, Site, WeightRole } from '../../src/model/model.ts';
import { blocksOf } from '../../src/randomize/blocks.ts';
import { groupLayers, resolveGroup } from '../../src/randomize/group.ts';

/** A network from a text in execution order: `name` is a kernel, `name~` a normalisation, `|` a cut before the next. */
function network(text: string) {
  const layers: Layer[] = [];
  const weights: { name: string; shape: number[]; role: WeightRole }[] = [];
  const sites: Site[] = [];
  for (const word of text.split(/\s+/)) {
    if (word === '|') {
      sites[sites.length - 1] = { ...sites[sites.length - 1], cut: true };
      continue;
    }
    const name = word.replace(/[~+]/, '');
    sites.push({ name, kind: '', shape: [1], convolutional: false, held: true, cut: false });
    if (word.startsWith('+')) continue;
    layers.unshift({ name, kind: '', weights: [`${name}/w`], parameters: 1 });
    weights.push({ name: `${name}/w`, shape: [1], role: word.endsWith('~') ? 'scale' : 'kernel' });
  }
  return { layers, weights, sites };
}

const written = (text: string) =>
  blocksOf(network(text)).map(({ name, layers }) => `${name}: ${layers.map((l) => l.name).join(' ')}`);

const repeated = (count: number, word: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => word(i + 1)).join(' ');

describe('blocks', () => {
  test('by the beginnings of names, the longest that make few enough', () => {
    const resnet = `conv1_conv conv1_bn~ ${repeated(4, (i) => `conv2_block${i}_1_conv conv2_block${i}_1_bn~ conv2_block${i}_2_conv conv2_block${i}_3_conv`)} ${repeated(6, (i) => `conv3_block${i}_1_conv conv3_block${i}_0_conv conv3_block${i}_2_conv`)} predictions`;
    const names = blocksOf(network(resnet)).map((b) => b.name);
    expect(names).toEqual([
      'predictions',
      ...repeated(6, (i) => `conv3_block${7 - i}`).split(' '),
      ...repeated(4, (i) => `conv2_block${5 - i}`).split(' '),
      'conv1_conv',
    ]);
    const deeper = `conv1_conv ${repeated(20, (i) => `conv2_block${i}_1`)} ${repeated(20, (i) => `conv3_block${i}_1`)} fc`;
    expect(blocksOf(network(deeper)).map((b) => b.name)).toEqual(['fc', 'conv3', 'conv2', 'conv1']);
  });

  test('from cut to cut where names say nothing, as in Inception', () => {
    const stem = 'conv2d | batch_normalization~ | conv2d_1 | batch_normalization_1~ | ';
    const mixed = (i: number) =>
      `conv2d_${2 * i} conv2d_${2 * i + 1} batch_normalization_${2 * i}~ batch_normalization_${2 * i + 1}~ +mixed${i} |`;
    expect(written(`${stem}${repeated(2, mixed)} predictions |`)).toEqual([
      'predictions: predictions',
      'mixed2: batch_normalization_5 batch_normalization_4 conv2d_5 conv2d_4',
      'mixed1: batch_normalization_3 batch_normalization_2 conv2d_3 conv2d_2',
      'conv2d_1: batch_normalization_1 conv2d_1',
      'conv2d: batch_normalization conv2d',
    ]);
  });

  test.each([
    ['a plain chain', repeated(60, (i) => `layer${i} |`)],
    ['without cuts', repeated(60, (i) => `layer${i}`)],
    ['names that alternate', repeated(40, (i) => `conv_${i} | bn_${i}~ |`)],
  ])('%s: at most 24, every layer once and in order', (_, text) => {
    const model = network(text);
    const blocks = blocksOf(model);
    expect(blocks.length).toBeGreaterThan(4);
    expect(blocks.length).toBeLessThanOrEqual(24);
    expect(blocks.flatMap((b) => b.layers)).toEqual(model.layers);
    expect(new Set(blocks.map((b) => b.name)).size).toBe(blocks.length);
  });

  test('in equal runs where next to nothing is cut, as in NASNet', () => {
    const model = network(`stem | bn~ | ${repeated(36, (i) => `cell_${i}a cell_${i}b~`)} predictions |`);
    const blocks = blocksOf(model);
    expect(blocks.map(({ layers }) => layers.length)).toEqual([7, 6, 6, 6, 6, 6, 8, 6, 6, 6, 6, 6]);
    expect(blocks.flatMap((b) => b.layers)).toEqual(model.layers);
  });

  test('auto is by layer up to 24 layers, and for layers that are named', () => {
    const [few, many] = [24, 25].map((count) => network(repeated(count, (i) => `layer${i} |`)));
    expect(resolveGroup(few, 'auto')).toBe('layer');
    expect(resolveGroup(many, 'auto')).toBe('block');
    expect(resolveGroup(many, 'auto', ['layer3', 'layer25'])).toBe('layer');
    expect(resolveGroup(many, 'auto', ['no layer'])).toBe('block');
    expect(resolveGroup(many, '^layer')).toBe('^layer');
    expect(groupLayers(many, 'auto')).toHaveLength(24);
    expect(groupLayers(many, 'layer')).toHaveLength(25);
  });
});
