import '../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { inject } from 'vitest';
import { type EagerBackend, loadBackend } from '../../src/engine/backend.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The backend of the eager engine in the tests; a configuration that names none means `cpu`. */
    readonly reference?: EagerBackend;
  }
}

/** What the compiled engine is compared with, and the oracles are compared with. */
export const REFERENCE: EagerBackend = inject('reference') ?? 'cpu';

/** Its name in tfjs. */
export const REFERENCE_NAME = REFERENCE === 'cpu' ? 'cpu' : 'tensorflow';

/** Makes it the current backend of tfjs and resolves to its name there. */
export async function startReference(): Promise<string> {
  const { name } = await loadBackend(REFERENCE, 1);
  await tf.setBackend(name);
  return name;
}
