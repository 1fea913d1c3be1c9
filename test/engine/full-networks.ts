import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SMALL } from '../../bench/networks/catalogue.ts';
import { gradientProgram, randomImages, randomWeights } from '../../bench/networks/network.ts';
import { guided } from '../../src/attribution/composites/guided.ts';
import { gradient as plain } from '../../src/attribution/composites/registry.ts';
import { createEagerEngine } from '../../src/engine/eager.ts';
import type { Engine, ProgramSource } from '../../src/engine/engine.ts';
import { relativeError } from './differences.ts';
import { REFERENCE, startReference } from './reference.ts';

/** Engines that are compared with the eager one on the reference backend, by name. */
export interface ComparedEngines {
  create(): Promise<Record<string, Engine>>;
  /** Largest difference, of the largest value. */
  readonly tolerance: number;
}

async function gradient(engine: Engine, source: ProgramSource, seed: number): Promise<Float32Array> {
  const program = await engine.compile(source);
  const bound = await program.bind(randomWeights(source.weights, seed));
  const outputs = await bound.run({ x: randomImages(source, seed) });
  await program.dispose();
  return outputs.gradient;
}

// The transformer has no ReLU for a composite to act on.
const compositesOf = (name: string) => (name === 'vit-s16' ? [plain] : [plain, guided]);
const cases = Object.entries(SMALL).flatMap(([name, make]) =>
  compositesOf(name).map((composite) => ({ name, composite, make })),
);

/** Tests that engines give the gradients of the eager one on the reference backend, on small variants of the catalogue's networks. */
export function describeFullNetworks(what: string, { create, tolerance }: ComparedEngines): void {
  let eager: Engine;
  let engines: Record<string, Engine>;
  beforeAll(async () => {
    await startReference();
    eager = await createEagerEngine({ backend: REFERENCE, threads: 1 });
    engines = await create();
  });
  afterAll(() => Promise.all([eager, ...Object.values(engines ?? {})].map((engine) => engine.dispose())));

  describe.each(cases)('$name, $composite.name', ({ make, composite }) => {
    test(`${what} give what eager gives`, async () => {
      const source = gradientProgram(make(), 2, composite);
      const expected = await gradient(eager, source, 1);
      expect(expected.some((value) => value !== 0)).toBe(true);
      for (const [name, engine] of Object.entries(engines)) {
        expect(relativeError(expected, await gradient(engine, source, 1)), name).toBeLessThan(tolerance);
      }
      // Known-bad: the comparison sees other weights.
      const [engine] = Object.values(engines);
      expect(relativeError(expected, await gradient(engine, source, 2))).toBeGreaterThan(0.1);
    });
  });
}
