import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { MOST_NUMBERS } from '../activation-bound.ts';
import type { Operation } from '../network/operation.ts';
import { type Call, grownSize, workOf } from './growth.ts';

/** Multiplications of constants with constants that finding out shapes may take: some ten seconds in plain JavaScript. */
const MOST_WORK = 2 ** 33;

/** What is being run, for messages. */
export type Running = Pick<Operation, 'name' | 'op'>;

/** Thrown in the place of a kernel call that would leave the bounds. */
export class BeyondBounds extends Error {
  /** What asks for most of it. */
  readonly node: Running | null;

  constructor(found: string, node: Running | null) {
    super(found);
    this.node = node;
  }
}

interface KernelParams extends Call {
  readonly kernelName?: string;
}

/** Kernels that give what they are given. */
const VIEWS: ReadonlySet<string> = new Set(['Identity', 'Reshape', 'Cast', 'ExpandDims']);

type Run = (params: KernelParams) => Tensor | Tensor[];

/**
 * Runs `body` with every kernel's result counted, before it is made where the kernel can make more than it is given.
 * `running` tells the node that a kernel is run for. Throws BeyondBounds where more numbers or work come together than
 * the bounds allow.
 */
export function guarded<T>(running: () => Running | null, body: () => T): T {
  const engine = tf.engine() as unknown as { runKernelFunc: Run };
  const run = engine.runKernelFunc;
  const largest: { node: Running | null; size: number } = { node: null, size: 0 };
  let [made, work] = [0, 0];
  const count = (size: number) => {
    if (!(size <= largest.size)) Object.assign(largest, { node: running(), size });
    if (!(made + size <= MOST_NUMBERS))
      throw new BeyondBounds(`${largest.size} of ${made + size}`, largest.node);
  };
  engine.runKernelFunc = (params) => {
    const { kernelName } = params;
    if (kernelName === undefined || VIEWS.has(kernelName)) return run.call(engine, params);
    count(grownSize(kernelName, params));
    work += workOf(kernelName, params);
    if (!(work <= MOST_WORK)) throw new BeyondBounds(`${work} multiplications of constants`, running());
    const result = run.call(engine, params);
    for (const { shape } of [result].flat()) {
      const size = shape.reduce((product, extent) => product * Math.max(1, extent), 1);
      count(size);
      made += size;
    }
    return result;
  };
  try {
    return body();
  } finally {
    engine.runKernelFunc = run;
  }
}
