import type { Weights } from '../../model/model.ts';
import type { BoundProgram, Program, ProgramSource } from '../engine.ts';
import { type Lowered, wholePlan } from '../lower/assemble.ts';
import { createSessions, type Feeds } from './plan-sessions.ts';
import { holdsWeights, type SessionSettings } from './session.ts';

/** A lowerd program on ONNX Runtime, with all of its operators in one plan. */
export async function createProgram(
  source: ProgramSource,
  lowered: Lowered,
  settings: SessionSettings,
): Promise<Program> {
  const sessions = await createSessions(source, wholePlan(lowered, holdsWeights(settings.device)), settings);
  return {
    async bind(weights: Weights): Promise<BoundProgram> {
      const bound = await sessions.bind(weights);
      return {
        run: async (inputs) => namedOutputs(lowered.outputs, await bound.run(inputs)),
        release: () => bound.release(),
      };
    },
    dispose: () => sessions.dispose(),
  };
}

/** The program's outputs, float32 all of them, by their own names. */
export function namedOutputs(
  outputs: Lowered['outputs'],
  results: Readonly<Feeds>,
): Record<string, Float32Array> {
  return Object.fromEntries(
    outputs.map(({ name, tensor }) => [name, results[tensor.name].data as Float32Array]),
  );
}
