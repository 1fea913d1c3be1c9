import { isMainThread } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import type { Notify } from '../fallback.ts';
import { type Choice, chooseKernels, ONEDNN } from './choose-kernels.ts';
import { tryLibrary } from './try-library.ts';

const choices = new Map<string, Promise<Choice>>();

/**
 * Sees to it, before a package of TensorFlow's library is loaded, that it computes with kernels that are right on this
 * processor. Looked into once per process; what is done otherwise than by default is told each time, code
 * `tensorflow-kernels`. Throws InputError where no kernels are right.
 */
export async function settleKernels(name: string, notify: Notify): Promise<Choice> {
  const chosen = choices.get(name) ?? choose(name);
  choices.set(name, chosen);
  const choice = await chosen;
  if (choice.notice) notify({ code: 'tensorflow-kernels', message: choice.notice });
  return choice;
}

async function choose(name: string): Promise<Choice> {
  // A worker thread has a copy of the environment, which a library does not see.
  const maySet = isMainThread && !tf.findBackendFactory('tensorflow');
  const choice = await chooseKernels({ name, setting: process.env[ONEDNN], maySet, tryLibrary });
  if (choice.switchOff) process.env[ONEDNN] = '0';
  return choice;
}
