// Whether tfjs-node loads and computes; a process of its own, which may die of it.
import * as tf from '@tensorflow/tfjs-core';
import { loadBackend, onBackend } from '../../src/engine/backend.ts';

try {
  const { name: backend } = await loadBackend('node', 1);
  const [sum] = onBackend(backend, () => tf.add(1, 2).dataSync());
  if (sum !== 3) throw new Error(`1 + 2 gave ${sum}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
