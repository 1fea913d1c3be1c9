import type { Weights } from '../../model/model.ts';
import type {
  BoundKeeping,
  BoundResumption,
  DividedProgram,
  Division,
  Kept,
  ProgramSource,
} from '../engine.ts';
import type { Lowered } from '../lower/assemble.ts';
import { bytesOf, divide, divisionCosts } from '../lower/divide.ts';
import { createSessions, type Feeds, type Sessions } from './plan-sessions.ts';
import { namedOutputs } from './program.ts';
import type { SessionSettings } from './session.ts';

interface KeptTensors extends Kept {
  readonly tensors: Readonly<Feeds>;
}

/** A lowerd program that is cut into plans where it is asked for. */
export interface OwnedDivision extends Division {
  dispose(): Promise<void>;
}

/** Cuts a program below the weights that stages change. Sessions are made when they are first used. */
export function createDivision(
  source: ProgramSource,
  lowered: Lowered,
  settings: SessionSettings,
): OwnedDivision {
  const made: Promise<Sessions>[] = [];
  const once = (create: () => Promise<Sessions>) => {
    let sessions: Promise<Sessions> | undefined;
    return () => {
      if (!sessions) {
        sessions = create();
        made.push(sessions);
      }
      return sessions;
    };
  };
  return {
    costs: (levels) => divisionCosts(lowered, levels),
    async at(levels): Promise<DividedProgram> {
      const { keep, kept, resume } = divide(lowered, levels);
      const bytes = keep.results.reduce((sum, ref) => sum + bytesOf(ref), 0);
      const keeping = once(() => createSessions(source, keep, settings));
      const resuming = new Map(
        [...resume].map(([level, plan]) => [level, once(() => createSessions(source, plan, settings))]),
      );
      return {
        async keep(weights: Weights): Promise<BoundKeeping> {
          const bound = await (await keeping()).bind(weights);
          return {
            async run(inputs): Promise<KeptTensors> {
              const results = await bound.run(inputs);
              const tensors = [...kept].map(([ref, result]) => [ref.name, results[result.name]]);
              return { bytes, tensors: Object.fromEntries(tensors) };
            },
            release: () => bound.release(),
          };
        },
        async resume(level: number, weights: Weights): Promise<BoundResumption> {
          const sessions = resuming.get(level);
          if (!sessions) throw new Error(`${source.name} is not cut at level ${level}`);
          const bound = await (await sessions()).bind(weights);
          return {
            async run(inputs, from) {
              const { tensors } = from as KeptTensors;
              return namedOutputs(lowered.outputs, { ...tensors, ...(await bound.run(inputs, tensors)) });
            },
            release: () => bound.release(),
          };
        },
      };
    },
    async dispose() {
      for (const sessions of made) await (await sessions).dispose();
    },
  };
}
