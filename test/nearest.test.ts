import { expect, test } from 'vitest';
import { nearestNames } from '../src/nearest.ts';

const KNOWN = [
  'gradient',
  'integrated-gradients',
  'input-x-gradient',
  'grad-cam',
  'ssim',
  'spearman-abs',
  'lrp',
];

test.each([
  ['gradeint', ['gradient']],
  ['GRADIENT', ['gradient', 'input-x-gradient', 'integrated-gradients']],
  ['grad', ['gradient', 'grad-cam', 'input-x-gradient']],
  ['spearman', ['spearman-abs']],
  ['sism', ['ssim']],
  ['lpr', ['lrp']],
  ['ssimm', ['ssim']],
  ['banana', []],
  ['', []],
  ['x', []],
])('names near %j are %j', (name, expected) => {
  expect(nearestNames(name, KNOWN)).toEqual(expected);
});

test('the nearest comes first, whatever the order of the known names', () => {
  expect(nearestNames('conv2', ['conv21', 'conv2', 'conv1'])[0]).toBe('conv2');
  expect(nearestNames('conv2', ['conv1', 'conv2', 'conv21'])[0]).toBe('conv2');
});

test('a name given twice is offered once', () => {
  expect(nearestNames('conv', ['conv1', 'conv1'])).toEqual(['conv1']);
});

test('a name of a million letters is near to nothing', () => {
  expect(nearestNames('z'.repeat(1_000_000), KNOWN)).toEqual([]);
});
