import { expect, test } from 'vitest';
import { Stream } from '../../src/randomize/stream.ts';
import { runChecks } from '../../src/run-checks.ts';

test('the signed gates are left out where a LayerNormalization makes the features of every token cancel', async () => {
  const stream = new Stream('tokens');
  const values = Float32Array.from({ length: 8 * 7 }, () => 1 + stream.below(11));
  const report = await runChecks({
    model: 'fixtures/onnx/bert-traced-17-any.onnx',
    inputs: { values, shape: [7] },
    methods: ['gradient', 'input-x-gradient'],
    checks: ['input-shift', 'class-sensitivity'],
    draws: 2,
    quiet: true,
  });
  const of = (method: string, check: string) =>
    report.checks.find((one) => one.method === method && one.order === check)!;
  const shift = of('gradient', 'input-shift');
  expect(shift.status).toBe('passed');
  const judged = shift.gates.filter(({ retained, score }) => (retained ?? score ?? null) !== null);
  expect(new Set(judged.map(({ metric }) => metric))).toEqual(new Set(['spearman-abs']));
  const classes = of('gradient', 'class-sensitivity');
  expect(classes.reason).toBe('not-applicable');
  expect(classes.explanation).toContain('Signed Spearman is left out: its signed maps cancel to zero.');
  expect(of('input-x-gradient', 'class-sensitivity').reason).not.toBe('not-applicable');
});
