import { describe, expect, test } from 'vitest';
import { chooseKernels } from '../../../src/engine/tensorflow/choose-kernels.ts';
import type { LibraryTrial } from '../../../src/engine/tensorflow/try-library.ts';

const right: LibraryTrial = {
  kind: 'computed',
  differences: { 'a matrix product': 3e-7, 'a network': 9e-5 },
};
const wrong: LibraryTrial = {
  kind: 'computed',
  differences: { 'a matrix product': 3e-7, 'batch normalisation': 0.07, 'a network': 0.59 },
};
const noNumbers: LibraryTrial = {
  kind: 'computed',
  differences: { 'a network': 0.59, 'a pool': Number.NaN },
};
const died: LibraryTrial = { kind: 'died', how: 'the end of its process by SIGSEGV' };
const unloadable: LibraryTrial = { kind: 'unloadable', message: 'no libtensorflow.so.2' };

/** Chooses where the trials give these results in turn; `tried` are the variables that they were given. */
async function choose(trials: readonly LibraryTrial[], setting?: string, maySet = true) {
  const tried: Readonly<Record<string, string>>[] = [];
  const choice = await chooseKernels({
    name: 'tfjs-node',
    setting,
    maySet,
    tryLibrary: async (_, variables) => {
      tried.push(variables);
      return trials[tried.length - 1];
    },
  });
  return { choice, tried };
}

describe('where nothing is set', () => {
  test('default kernels that are right are used, without a word', async () => {
    const { choice, tried } = await choose([right]);
    expect(choice).toEqual({ kernels: 'default', switchOff: false });
    expect(tried).toEqual([{}]);
  });

  test('where they are wrong oneDNN is switched off, and tried again', async () => {
    const { choice, tried } = await choose([wrong, right]);
    expect(choice).toMatchInlineSnapshot(`
      {
        "kernels": "without-onednn",
        "notice": "tfjs-node, tried on this processor: results that differ from plain JavaScript's (a network: 5.9e-1 of the largest value and 1 more); it runs without oneDNN (TF_ENABLE_ONEDNN_OPTS=0), where it computes what plain JavaScript does",
        "switchOff": true,
      }
    `);
    expect(tried).toEqual([{}, { TF_ENABLE_ONEDNN_OPTS: '0' }]);
  });

  test('or where the process dies of them', async () => {
    const { choice } = await choose([died, right]);
    expect(choice).toMatchObject({ kernels: 'without-onednn', switchOff: true });
    expect(choice.notice).toMatchInlineSnapshot(
      `"tfjs-node, tried on this processor: the end of its process by SIGSEGV; it runs without oneDNN (TF_ENABLE_ONEDNN_OPTS=0), where it computes what plain JavaScript does"`,
    );
  });

  test('or where they give no numbers', async () => {
    const { choice } = await choose([noNumbers, right]);
    expect(choice.notice).toMatchInlineSnapshot(
      `"tfjs-node, tried on this processor: results that differ from plain JavaScript's (a pool: no numbers and 1 more); it runs without oneDNN (TF_ENABLE_ONEDNN_OPTS=0), where it computes what plain JavaScript does"`,
    );
  });

  test('where both are wrong the library is refused by name', async () => {
    await expect(choose([wrong, wrong])).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: tfjs-node: expected a library that computes what plain JavaScript computes, found results that differ from plain JavaScript's (a network: 5.9e-1 of the largest value and 1 more), and without oneDNN results that differ from plain JavaScript's (a network: 5.9e-1 of the largest value and 1 more). Use the engine compiled, or --backend cpu.]`,
    );
    await expect(choose([wrong, died])).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: tfjs-node: expected a library that computes what plain JavaScript computes, found results that differ from plain JavaScript's (a network: 5.9e-1 of the largest value and 1 more), and without oneDNN the end of its process by SIGSEGV. Use the engine compiled, or --backend cpu.]`,
    );
  });

  test('where the variable has no effect any more it is asked for', async () => {
    await expect(choose([wrong, right], undefined, false)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: tfjs-node: expected a library that computes what plain JavaScript computes, found results that differ from plain JavaScript's (a network: 5.9e-1 of the largest value and 1 more). Set TF_ENABLE_ONEDNN_OPTS=0 in the environment of the process, or --backend cpu.]`,
    );
  });

  test('what cannot be loaded is left to the loading to tell of', async () => {
    const { choice } = await choose([unloadable]);
    expect(choice).toEqual({ kernels: 'default', switchOff: false });
  });
});

describe("a user's own setting is kept", () => {
  test.each([
    ['0', 'without-onednn'],
    ['false', 'without-onednn'],
    ['1', 'default'],
  ] as const)('%s, where that is right', async (setting, kernels) => {
    const { choice, tried } = await choose([right], setting);
    expect(choice).toEqual({ kernels, switchOff: false });
    expect(tried).toEqual([{}]);
  });

  test('1, where that is wrong, which is said', async () => {
    const { choice } = await choose([wrong], '1');
    expect(choice).toMatchInlineSnapshot(`
      {
        "kernels": "default",
        "notice": "tfjs-node, tried on this processor with TF_ENABLE_ONEDNN_OPTS=1, which is set and kept: results that differ from plain JavaScript's (a network: 5.9e-1 of the largest value and 1 more); maps are wrong, unset it",
        "switchOff": false,
      }
    `);
  });

  test('but nothing is computed where the process dies of it, or where oneDNN is off already', async () => {
    await expect(choose([died], '1')).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: tfjs-node: expected a library that computes what plain JavaScript computes, found the end of its process by SIGSEGV with TF_ENABLE_ONEDNN_OPTS=1. Use the engine compiled, or --backend cpu.]`,
    );
    await expect(choose([wrong], '0')).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: tfjs-node: expected a library that computes what plain JavaScript computes, found results that differ from plain JavaScript's (a network: 5.9e-1 of the largest value and 1 more) with TF_ENABLE_ONEDNN_OPTS=0. Use the engine compiled, or --backend cpu.]`,
    );
  });
});
