import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/statistics/evidence.ts';
import { scaleSentences } from '../../src/statistics/scale-sentences.ts';
import { type SampleGate, sampleEvidence } from './sample-evidence.ts';

const PROPOSAL = / --batch-norm recalibrate/;
const said = (gates: readonly SampleGate[], rest: Partial<Evidence> = {}) =>
  scaleSentences(sampleEvidence(gates, rest));
const full = (logitShift: number): SampleGate => ({ stage: 'full', logitShift });

describe('activations that explode or vanish', () => {
  test.each([
    ['as large as in any random network', 20, []],
    [
      'thousands',
      12345.6,
      [
        'After all layers are random the logits are 12,346 SDs from the trained ones: activations explode under random weights.',
      ],
    ],
    [
      'beyond reading',
      3e15,
      [
        'After all layers are random the logits are 3e+15 SDs from the trained ones: activations explode under random weights.',
      ],
    ],
    [
      'not finite',
      Number.MAX_VALUE,
      ['After all layers are random the logits are not finite: activations explode under random weights.'],
    ],
  ])('are told by a logit shift %s', (_, shift, sentences) => {
    expect(said([{}, full(shift)])).toEqual(sentences);
  });

  test.each([
    ['initialise', true],
    ['keep', true],
    ['recalibrate', false],
    [null, false],
    [undefined, false],
  ])('BatchNorm %s: recalibration is proposed: %s', (batchNorm, proposed) => {
    expect(said([full(5000)], { batchNorm }).some((s) => PROPOSAL.test(s))).toBe(proposed);
  });

  test.each([
    ['own', true],
    ['he', true],
    ['permutation', false],
    [undefined, false],
  ])('without normalisations another initializer is proposed, from %s: %s', (initializer, proposed) => {
    const sentences = said([full(5000)], { batchNorm: null, initializer });
    expect(sentences.some((s) => s.includes('--initializer permutation'))).toBe(proposed);
    expect(said([full(5000)], { batchNorm: 'recalibrate', initializer })).toHaveLength(1);
  });

  test('dead maps are a case for it only where the trained maps are not', () => {
    const gates = [{ stage: 'full', dead: 0.6 }];
    expect(said(gates, { batchNorm: 'initialise' })).toHaveLength(1);
    expect(said(gates)).toEqual([]);
    const dead = { 'spearman-abs': { ceiling: null, floor: null, null: null } };
    expect(said(gates, { batchNorm: 'initialise', references: dead })).toEqual([]);
    expect(said([{ stage: 'full', dead: 0.1 }], { batchNorm: 'initialise' })).toEqual([]);
  });
});
