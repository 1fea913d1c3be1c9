import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SMALL } from '../../bench/networks/catalogue.ts';
import { gradientProgram, randomImages, randomWeights } from '../../bench/networks/network.ts';
import { blockSize } from '../../src/engine/blocked-probe.ts';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import { createEagerEngine } from '../../src/engine/eager.ts';
import type { Engine, ProgramSource } from '../../src/engine/engine.ts';
import type { Rule } from '../../src/engine/rules.ts';
import { relativeError } from './differences.ts';
import { REFERENCE, startReference } from './reference.ts';

const TOLERANCE = 1e-5;

let engines: Record<'eager' | 'public' | 'blocked', Engine>;
beforeAll(async () => {
  await startReference();
  engines = {
    eager: await createEagerEngine({ backend: REFERENCE, threads: 1 }),
    public: createCompiledEngine({ threads: 1 }),
    blocked: createCompiledEngine({ threads: 1, block: await blockSize() }),
  };
});
afterAll(() => Promise.all(Object.values(engines).map((engine) => engine.dispose())));

async function gradient(engine: Engine, source: ProgramSource, seed: number): Promise<Float32Array> {
  const program = await engine.compile(source);
  const bound = await program.bind(randomWeights(source.weights, seed));
  const outputs = await bound.run({ x: randomImages(source, seed) });
  await program.dispose();
  return outputs.gradient;
}

// The transformer has no ReLU for a rule to act on.
const rulesOf = (name: string): Rule[] => (name === 'vit-s16' ? ['gradient'] : ['gradient', 'guided']);
const cases = Object.entries(SMALL).flatMap(([name, make]) =>
  rulesOf(name).map((rule) => ({ name, rule, make })),
);

describe.each(cases)('$name, $rule', ({ make, rule }) => {
  test('public and blocked operators give what eager gives', async () => {
    const source = gradientProgram(make(), 2, rule);
    const expected = await gradient(engines.eager, source, 1);
    expect(expected.some((value) => value !== 0)).toBe(true);
    expect(relativeError(expected, await gradient(engines.public, source, 1))).toBeLessThan(TOLERANCE);
    expect(relativeError(expected, await gradient(engines.blocked, source, 1))).toBeLessThan(TOLERANCE);
    // Known-bad: the comparison sees other weights.
    expect(relativeError(expected, await gradient(engines.public, source, 2))).toBeGreaterThan(0.1);
  });
});
