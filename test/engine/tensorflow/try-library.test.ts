import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Choice, chooseKernels } from '../../../src/engine/tensorflow/choose-kernels.ts';
import { tryLibrary } from '../../../src/engine/tensorflow/try-library.ts';

/** A backend of plain JavaScript that has faults where it is told to. */
const STAND_IN = fileURLToPath(new URL('stand-in.ts', import.meta.url));

/** Its kernels are chosen as those of TensorFlow's library are, by processes of their own. */
function choose(fault: string): Promise<Choice> {
  return chooseKernels({
    name: 'the stand-in',
    setting: undefined,
    maySet: true,
    tryLibrary: (_, variables) => tryLibrary(STAND_IN, { FAULT: fault, ...variables }),
  });
}

describe('a backend in a process of its own', () => {
  test('shows in every probe that meets a wrong kernel', async () => {
    const trial = await tryLibrary(STAND_IN, { FAULT: 'always' });
    if (trial.kind !== 'computed') throw new Error(trial.kind);
    expect(Object.keys(trial.differences).length).toBeGreaterThan(15);
    const differing = Object.entries(trial.differences).filter(([, difference]) => difference > 1e-4);
    expect(differing.map(([kind]) => kind)).toEqual([
      'batch normalisation',
      'batch normalisation of 24 channels',
      'batch normalisation of 20 channels',
      'batch normalisation of 3 channels',
      'a residual network',
      'an inverted residual network',
      'a network of branches',
    ]);
  });

  test('may give no numbers', async () => {
    const trial = await tryLibrary(STAND_IN, { FAULT: 'no-numbers' });
    if (trial.kind !== 'computed') throw new Error(trial.kind);
    expect(trial.differences).toMatchObject({ 'maximum pool': Number.NaN, 'average pool': 0 });
  });

  test('may die, or not load', async () => {
    expect(await tryLibrary(STAND_IN, { FAULT: 'dies' })).toEqual({
      kind: 'died',
      how: 'the end of its process by SIGABRT',
    });
    expect(await tryLibrary(STAND_IN, { FAULT: 'throws' })).toEqual({
      kind: 'unloadable',
      message: 'libtensorflow.so.2: cannot open shared object file',
    });
  });
});

describe('kernels are chosen', () => {
  // Where results differ, choose-kernels.test.ts has the same with trials of its own: a trial takes seconds.
  test('without oneDNN, where a process with it dies', async () => {
    expect(await choose('dies-with-onednn')).toMatchObject({ kernels: 'without-onednn', switchOff: true });
  });
});
