import { expect, test } from 'vitest';
import { inputSentences } from '../../src/statistics/input-sentence.ts';
import type { GateSources } from '../../src/statistics/source-types.ts';
import type { GateResult } from '../../src/statistics/verdict-types.ts';
import { sampleEvidence } from './sample-evidence.ts';

const nothing = { mean: null, low: null, high: null };
const around = (mean: number) => ({ mean, low: mean - 0.04, high: mean + 0.04 });

function source(stage: string, metric: string, retained: number, left: number): GateSources {
  const explained = Math.min(1, Math.max(0, 1 - left / retained));
  const input = {
    metric: 'spearman-abs',
    retained: around(retained),
    left: around(left),
    partial: 0.2,
    explained,
  };
  return {
    stage,
    metric,
    variance: null,
    support: { score: null, retained: nothing },
    input,
    multiplier: null,
  };
}

const gate = (stage: string, metric: string, status: GateResult['status']): GateResult => ({
  ...{ stage, metric, maximum: 0.5, retained: 0.8, low: 0.7, high: 0.9, status },
});

const told = (sources: readonly GateSources[], gates: readonly GateResult[]) =>
  inputSentences(sampleEvidence([], { sources }), gates);

test('one sentence, on the failed gate that retains most', () => {
  const sources = [
    source('output', 'spearman-abs', 0.7, 0.21),
    source('full', 'ssim', 0.9, 0.18),
    source('full', 'spearman-signed', 0.95, 0.9),
  ];
  const gates = [
    gate('output', 'spearman-abs', 'failed'),
    gate('full', 'ssim', 'failed'),
    gate('full', 'spearman-signed', 'passed'),
  ];
  expect(told(sources, gates)).toMatchInlineSnapshot(`
    [
      "On this task the input alone (|x − baseline|, edges, nearness to the centre) explains 80 % of the abs Spearman similarity that is retained after all layers are random: 90 % is retained with that part, 18 % (14 to 22 %) without it.",
    ]
  `);
});

test.each([
  { name: 'all', left: 0 },
  { name: 'nothing', left: 0.85 },
])('$name of it', ({ left }) => {
  expect(told([source('output', 'ssim', 0.8, left)], [gate('output', 'ssim', 'failed')])).toMatchSnapshot();
});

test('nothing is said of gates that did not fail, and where no rank correlation was measured', () => {
  expect(told([source('output', 'ssim', 0.8, 0.1)], [gate('output', 'ssim', 'open')])).toEqual([]);
  const unmeasured = { ...source('output', 'ssim', 0.8, 0.1), input: null };
  expect(told([unmeasured], [gate('output', 'ssim', 'failed')])).toEqual([]);
  expect(inputSentences(sampleEvidence([]), [gate('output', 'ssim', 'failed')])).toEqual([]);
});
