import { expect, test } from 'vitest';
import { loadBackend } from '../../src/engine/backend.ts';
import { ONEDNN } from '../../src/engine/tensorflow/choose-kernels.ts';
import { tryLibrary } from '../../src/engine/tensorflow/try-library.ts';

const NAME = '@tensorflow/tfjs-node';

test('the library runs with the kernels that a trial chose, and computes what plain JavaScript does', async () => {
  const notices: string[] = [];
  const loaded = await loadBackend('node', 1, ({ message }) => notices.push(message));
  if (loaded.name !== 'tensorflow') throw new Error(loaded.name);
  // Nothing is set where the default kernels are right, else a notice says why.
  expect(loaded.kernels).toBe(process.env[ONEDNN] === '0' ? 'without-onednn' : 'default');
  expect(notices).toHaveLength(loaded.kernels === 'default' ? 0 : 1);
  // As it is set by now.
  const trial = await tryLibrary(NAME, {});
  if (trial.kind !== 'computed') throw new Error(JSON.stringify(trial));
  for (const [kind, difference] of Object.entries(trial.differences)) {
    expect(difference, kind).toBeLessThan(1e-4);
  }
});
