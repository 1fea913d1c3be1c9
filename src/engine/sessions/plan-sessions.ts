import { InputError } from '../../errors.ts';
import type { Weights } from '../../model/model.ts';
import { leftToCpu } from '../devices/left-to-cpu.ts';
import type { Session } from '../devices/placement.ts';
import type { ProgramSource, Values } from '../engine.ts';
import type { Feed, Plan } from '../lower/assemble.ts';
import type { Ref } from '../lower/tensor.ts';
import type { OnnxDType } from '../onnx/model.ts';
import * as ort from '../onnx-runtime.ts';
import { sizeOf } from '../record/graph.ts';
import { createPrepareSession, createRunSession, type SessionSettings } from './session.ts';

/** ONNX tensors by their names in the models. */
export type Feeds = Record<string, ort.Tensor>;

/** A plan with one weight set. */
export interface BoundSessions {
  /** Feeds flat row-major arrays by input name, and what the plan carries; resolves to its results in arrays of their own. */
  run(inputs: Readonly<Record<string, Values>>, carried?: Readonly<Feeds>): Promise<Feeds>;
  /** Frees what belongs to this weight set. */
  release(): Promise<void>;
}

export interface Sessions {
  bind(weights: Weights): Promise<BoundSessions>;
  dispose(): Promise<void>;
}

/** A plan on two ONNX Runtime sessions: `prepare`, used once per weight set, and `run`. */
export async function createSessions(
  source: ProgramSource,
  plan: Plan,
  settings: SessionSettings,
): Promise<Sessions> {
  const placed = { ...settings, leftToCpu: leftToCpu(settings.device, plan.operators) };
  const run = await createRunSession(plan.run, placed);
  const prepare = plan.prepare && (await createPrepareSession(plan.prepare, placed));
  let disposed = false;

  return {
    async bind(weights: Weights): Promise<BoundSessions> {
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

function bound(source: ProgramSource, plan: Plan, session: Session, fixed: Feeds): BoundSessions {
  let weights: Feeds | null = fixed;
  return {
    async run(inputs, carried = {}) {
      if (!weights) throw new Error(`${source.name}: run after release`);
      const feeds = { ...weights, ...feedsOf(source, 'input', plan.runInputs, (name) => inputs[name]) };
      for (const { name } of plan.carried) feeds[name] = carried[name];
      // ONNX Runtime writes into these arrays, which nothing else holds.
      const results = Object.fromEntries(plan.results.map((ref) => [ref.name, emptyTensor(ref)]));
      await session.run(feeds, results);
      return results;
    },
    async release() {
      // What lies on a device is not collected with the object that stands for it.
      for (const tensor of Object.values(weights ?? {})) if (tensor.location !== 'cpu') tensor.dispose();
      weights = null;
    },
  };
}

/** The array class that ONNX Runtime takes for a dtype. */
const ELEMENTS = {
  float32: Float32Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const satisfies Record<OnnxDType, unknown>;

function emptyTensor({ dtype, dims }: Ref): ort.Tensor {
  return new ort.Tensor(dtype, new ELEMENTS[dtype](sizeOf(dims)) as Float32Array, dims);
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
    const Class = ELEMENTS[tensor.dtype] as Float32ArrayConstructor;
    const data = given instanceof Class ? given : Class.from(given);
    tensors[tensor.name] = new ort.Tensor(tensor.dtype, data as Float32Array, tensor.dims);
  }
  return tensors;
}
