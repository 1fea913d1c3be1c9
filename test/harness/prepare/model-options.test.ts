import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelOptions } from '../../../src/harness/prepare/model-options.ts';
import { refusal, temporaryFolder } from '../../model/networks.ts';

/** The bytes of an .npy file of float32. */
function npy(shape: readonly number[], values: readonly number[]): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const padded = `${header.padEnd(117)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length, 0]);
  return Buffer.concat([start, Buffer.from(padded), Buffer.from(Float32Array.from(values).buffer)]);
}

test('what inputs are given is a number or an array of a file', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'mask.npy'), npy([2], [1, 0]));
  const options = await modelOptions(
    { set: ['a=1', 'scope/b:0=-.5', 'mask=mask.npy'], size: '224x160' },
    folder,
  );
  expect(options.size).toEqual([224, 160]);
  expect(options.set).toMatchObject({ a: 1, 'scope/b:0': -0.5, mask: { shape: [2] } });
  const { mask } = options.set!;
  expect(typeof mask === 'object' && Array.from(mask.values)).toEqual([1, 0]);
});

test('nothing is said of what is not given', async () => {
  expect(await modelOptions({ output: 'scores' }, '.')).toEqual({ output: 'scores' });
});

test.each(['mask', '=1', 'mask=', 'mask=one'])('%j is refused', async (entry) => {
  expect(await refusal(() => modelOptions({ set: [entry] }, '.'), '-')).toBe(
    `option set: expected NAME=VALUE or NAME=FILE.npy, found ${entry}.`,
  );
});
