import { expect, test } from 'vitest';
import { runChecks } from '../../src/run-checks.ts';

test('a map of the input alone fails on means over noise too, and the derivative passes', async () => {
  const report = await runChecks({
    ...{ model: 'fixtures/digits/mlp', inputs: 'fixtures/digits/test', limit: 8, draws: 3, pictures: 1 },
    ...{ checks: 'smooth-cascade', quick: true, methods: ['gradient', 'edge-detector'] },
    metrics: ['spearman-abs'],
    threads: 1,
  });
  const [gradient, edges] = report.checks;
  expect(gradient.status, gradient.explanation).toBe('passed');
  expect(edges, edges.explanation).toMatchObject({ status: 'failed', reason: 'gate-exceeded' });
  // The ceiling is a mean over other noise, so that it is below 1 for a method without noise of its own.
  const { ceiling } = gradient.references['spearman-abs']!;
  expect(ceiling).toBeGreaterThan(0.5);
  expect(ceiling).toBeLessThan(1);
  // What the similarity is made of is told between the same ceiling and floor as the gate itself.
  for (const [g, gate] of gradient.gates.entries()) {
    const { input, variance } = gradient.sources!.gates[g];
    expect(input!.retained).toMatchObject({ mean: gate.retained, low: gate.low, high: gate.high });
    expect(variance?.noise).toBe(0);
  }
}, 60_000);
