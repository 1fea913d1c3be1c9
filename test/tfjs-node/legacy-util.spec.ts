import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onBackend } from '../../src/engine/backend.ts';
import { createEagerEngine } from '../../src/engine/eager.ts';

const legacy = util as { isNullOrUndefined?: unknown; isArray?: unknown };
const sum = () => onBackend('tensorflow', () => Array.from(tf.add([1, 2], 1).dataSync()));

test('what a newer Node removed from util is supplied before tfjs-node is loaded', async () => {
  // As Node 23 is, whichever Node runs this.
  delete legacy.isNullOrUndefined;
  delete legacy.isArray;
  await createEagerEngine({ backend: 'node', threads: 1 });
  expect(sum()).toEqual([2, 3]);
});

test('it is needed', () => {
  const supplied = legacy.isNullOrUndefined;
  delete legacy.isNullOrUndefined;
  expect(sum).toThrow('isNullOrUndefined');
  legacy.isNullOrUndefined = supplied;
  expect(sum()).toEqual([2, 3]);
});
