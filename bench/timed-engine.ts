import type { Engine } from '../src/engine/engine.ts';

export interface Timed {
  readonly engine: Engine;
  /** What its programs have taken to run so far; `processor` is the time of all processors, in milliseconds. */
  readonly spent: { milliseconds: number; processor: number; passes: number };
}

/** Milliseconds that this process has had of all processors. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** An engine that notes how long its programs run. */
export function timed(engine: Engine): Timed {
  const spent = { milliseconds: 0, processor: 0, passes: 0 };
  return {
    spent,
    engine: {
      ...engine,
      async compile(source) {
        const program = await engine.compile(source);
        return {
          ...program,
          async bind(weights) {
            const bound = await program.bind(weights);
            return {
              ...bound,
              async run(inputs) {
                const start = performance.now();
                const before = processorTime();
                const results = await bound.run(inputs);
                spent.milliseconds += performance.now() - start;
                spent.processor += processorTime() - before;
                spent.passes++;
                return results;
              },
            };
          },
        };
      },
    },
  };
}
