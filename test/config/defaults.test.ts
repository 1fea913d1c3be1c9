import { describe, expect, test } from 'vitest';
import { DEFAULTS, defaultGates, resolveGate } from '../../src/config/defaults.ts';
import { parseConfig } from '../../src/config/parse.ts';

test('the defaults are a configuration that would be accepted, with nothing left to change in it', () => {
  expect(parseConfig(DEFAULTS)).toEqual(DEFAULTS);
});

describe('defaultGates', () => {
  test('asks for three metrics at the output and the full stage of the cascade', () => {
    const gates = defaultGates(DEFAULTS.orders, DEFAULTS.metrics);
    expect(
      gates.map(({ order, stage, metric, maximum }) => `${order} ${stage} ${metric} ${maximum}`),
    ).toEqual([
      'cascade output spearman-abs 0.5',
      'cascade output spearman-signed 0.5',
      'cascade output ssim 0.5',
      'cascade full spearman-abs 0.5',
      'cascade full spearman-signed 0.5',
      'cascade full ssim 0.5',
    ]);
  });

  test('asks for no metric that the run does not compute', () => {
    const metrics = defaultGates(['cascade'], ['hog', 'ssim']).map((gate) => gate.metric);
    expect(metrics).toEqual(['ssim', 'ssim']);
  });

  test.each([
    ['bottom-up', ['input', 'middle']],
    ['independent', ['each']],
  ] as const)('asks of %s at stages that are its own', (order, stages) => {
    const gates = defaultGates([order], ['ssim']);
    expect(gates).toEqual(stages.map((stage) => ({ order, stage, metric: 'ssim', maximum: 0.5 })));
  });
});

test('resolveGate fills in the order and the maximum, and leaves what was said', () => {
  expect(resolveGate({ stage: 'fc1', metric: 'hog' })).toEqual({
    order: 'cascade',
    stage: 'fc1',
    metric: 'hog',
    maximum: 0.5,
  });
  const gate = { order: 'bottom-up', stage: 'full', metric: 'ssim', maximum: 0 } as const;
  expect(resolveGate(gate)).toEqual(gate);
});
