import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { kernelDocument, kernelsWithoutExample } from '../../docs/kernel-table.ts';

beforeAll(() => tf.setBackend('cpu'));

test('every kernel is reached by an example', () => {
  expect(kernelsWithoutExample()).toEqual([]);
});

test('docs/kernels.md says what the code does; make it anew with docs/make-kernels.ts', () => {
  const written = readFileSync(new URL('../../docs/kernels.md', import.meta.url), 'utf8');
  expect(written).toBe(kernelDocument());
});
