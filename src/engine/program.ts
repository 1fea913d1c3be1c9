import * as ort from 'onnxruntime-node';
import { InputError } from '../errors.ts';
import type { Weights } from '../model/model.ts';
import type { Session } from './devices/placement.ts';
import type { BoundProgram, Program, ProgramSource, Values } from './engine.ts';
import type { Feed, Plan } from './lower/assemble.ts';
import { ARRAY } from './record/constant.ts';
import { sizeOf } from './record/graph.ts';
import { createPrepareSession, createRunSession, type SessionSettings } from './session.ts';

type Feeds = Record<string, ort.Tensor>;

/** A program on two ONNX Runtime sessions: `prepare`, used once per weight set, and `run`. */
export async function createProgram(
  source: ProgramSource,
  plan: Plan,
  settings: SessionSettings,
): Promise<Program> {
  const run = await createRunSession(plan.run, settings);
  const prepare = plan.prepare && (await createPrepareSession(plan.prepare, settings));
  let disposed = false;

  return {
    async bind(weights: Weights): Promise<BoundProgram> {
      if (disposed) throw new Error(`${source.name}: bind after dispose`);
      const fixed = feedsOf(source, 'weight', plan.runWeights, (name) => weights.get(name));
      if (prepare) {
        const raw = feedsOf(source, 'weight', plan.prepareWeights, (name) => weights.get(name));
        Object.assign(fixed, await prepare.run(raw));
      }
      return bound(source, plan, run, fixed);
    },
    async dispose(): Promise<void> {
      if (disposed) return;
      disposed = true;
      await run.release();
      await prepare?.release();
    },
  };
}

function bound(source: ProgramSource, plan: Plan, session: Session, fixed: Feeds): BoundProgram {
  let weights: Feeds | null = fixed;
  return {
    async run(inputs: Readonly<Record<string, Values>>): Promise<Record<string, Float32Array>> {
      if (!weights) throw new Error(`${source.name}: run after release`);
      const feeds = { ...weights, ...feedsOf(source, 'input', plan.runInputs, (name) => inputs[name]) };
      // ONNX Runtime writes into these arrays, which nothing else holds.
      const results = plan.outputs.map(({ name, tensor }) => ({
        name,
        key: tensor.name,
        tensor: new ort.Tensor('float32', new Float32Array(sizeOf(tensor.dims)), tensor.dims),
      }));
      await session.run(feeds, Object.fromEntries(results.map(({ key, tensor }) => [key, tensor])));
      return Object.fromEntries(results.map(({ name, tensor }) => [name, tensor.data as Float32Array]));
    },
    async release(): Promise<void> {
      // What lies on a device is not collected with the object that stands for it.
      for (const tensor of Object.values(weights ?? {})) if (tensor.location !== 'cpu') tensor.dispose();
      weights = null;
    },
  };
}

function feedsOf(
  source: ProgramSource,
  kind: 'weight' | 'input',
  feeds: readonly Feed[],
  values: (name: string) => Values | undefined,
): Feeds {
  const tensors: Feeds = {};
  for (const { name, tensor } of feeds) {
    const given = values(name);
    const size = sizeOf(tensor.dims);
    if (given?.length !== size) {
      throw new InputError({
        thing: `${kind} ${name} of ${source.name}`,
        expected: `${size} values of shape [${tensor.dims}]`,
        found: given ? `${given.length} values` : 'none',
      });
    }
    // ONNX Runtime takes only the array class that belongs to the dtype.
    const Class = ARRAY[tensor.dtype as keyof typeof ARRAY];
    const data = given instanceof Class ? given : Class.from(given);
    tensors[tensor.name] = new ort.Tensor(tensor.dtype, data as Float32Array, tensor.dims);
  }
  return tensors;
}
