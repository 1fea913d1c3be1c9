import { resolve } from 'node:path';
import { createJiti } from 'jiti';
import type { DatasetGenerator } from '../inputs/generated.ts';
import type { TrainingConfig } from '../plan/training.ts';
import { packagePath } from './package-root.ts';

/** How the demo trains a bundled network: on inputs that a script of the package draws when they are needed. */
export async function demoTraining(data: string): Promise<TrainingConfig> {
  const jiti = createJiti(import.meta.url, { fsCache: false });
  const cwd = process.cwd();
  const script = await jiti.import<{ default: DatasetGenerator }>(resolve(cwd, packagePath(data, cwd)));
  return { data: script.default, epochs: 60, batch: 50, rate: 0.001 };
}
