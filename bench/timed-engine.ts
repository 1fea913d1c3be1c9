import type { Engine } from '../src/engine/engine.ts';

export interface Timed {
  readonly engine: Engine;
  /** What its programs have taken to run so far. */
  readonly spent: { milliseconds: number; passes: number };
}

/** An engine that notes how long its programs run. */
export function timed(engine: Engine): Timed {
  const spent = { milliseconds: 0, passes: 0 };
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
                const results = await bound.run(inputs);
                spent.milliseconds += performance.now() - start;
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
