import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { located } from '../../src/disk/located.ts';

const here = process.cwd();

test.each([
  ['as it was given, in the folder of the process', './model', here, './model'],
  ['as it was given, by another word for that folder', 'a/../model', '.', 'a/../model'],
  ['as it was given, where that is absolute', resolve('model'), resolve('packages/a'), resolve('model')],
  ['from the folder of the process to one within it', './model', resolve('packages/a'), 'packages/a/model'],
  ['from the folder of the process, by a relative one', 'model', 'packages/a', 'packages/a/model'],
  ['to the folder of the process itself', '../..', resolve('packages/a'), '.'],
  ['to a name that begins with dots', '..model', resolve('packages'), 'packages/..model'],
  ['absolute where it lies outside', 'model', resolve('..', 'elsewhere'), resolve('..', 'elsewhere/model')],
])('%s', (_, path, cwd, place) => {
  expect(located(path, cwd)).toBe(place);
  expect(resolve(located(path, cwd))).toBe(resolve(cwd, path));
});
