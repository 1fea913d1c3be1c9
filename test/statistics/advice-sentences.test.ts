import { expect, test } from 'vitest';
import { CHECKS, wordsOf } from '../../src/checks/registry.ts';
import { adviceSentences } from '../../src/statistics/advice-sentences.ts';
import type { Evidence } from '../../src/statistics/evidence.ts';
import { explain } from '../../src/statistics/explanation.ts';
import { judge } from '../../src/statistics/verdict.ts';
import type { Reason } from '../../src/statistics/verdict-types.ts';
import {
  NOISE,
  NOT_APART,
  SAME,
  type SampleGate,
  sampleAccuracy,
  sampleEvidence,
} from './sample-evidence.ts';

const some = { methods: ['gradient', 'grad-cam'], unasked: null };
const fail: SampleGate = { retained: 0.97, half: 0.01 };
const signed: SampleGate = { metric: 'spearman-signed', retained: 0.02, half: 0.03 };
const noise: SampleGate = { retained: 0.5, half: null, separation: NOT_APART };
const dead: SampleGate = { dead: 0.6 };
const zeros = {
  zeroShare: 0.8,
  references: {
    'spearman-abs': { ceiling: 1, floor: 0.8, null: 0.99 },
    'spearman-signed': { ceiling: 1, floor: 0, null: 0 },
  },
};

function advised(gates: readonly SampleGate[], rest: Partial<Evidence> = {}): [Reason | null, string] {
  const evidence = sampleEvidence(gates, { passing: some, initializer: 'own', ...rest });
  const verdict = judge(evidence);
  return [verdict.reason, adviceSentences(evidence, verdict).join(' ')];
}

const rows: [string, [Reason | null, string]][] = [
  ['some methods pass', advised([fail])],
  ['one method passes', advised([fail], { passing: { methods: ['gradient'], unasked: null } })],
  ['only the derivative does', advised([fail], { passing: { methods: [], unasked: 'gradient' } })],
  ['none passes', advised([fail], { passing: { methods: [], unasked: null } })],
  ['only ties speak', advised([fail, signed], zeros)],
  ['ties and more speak', advised([fail, { ...fail, metric: 'ssim' }, signed], zeros)],
  ['no gate tells', advised([{ retained: 0.7, excess: 0 }])],
  ['one draw', advised([{ ...fail, half: null }], { draws: 1 })],
  ['one permutation', advised([{ ...fail, half: null }], { draws: 1, words: wordsOf('labels') })],
  ['fresh noise', advised([noise], { references: { 'spearman-abs': NOISE } })],
  [
    'a floor at the ceiling',
    advised([noise, signed], { references: { ...zeros.references, 'spearman-abs': SAME } }),
  ],
  ['dead maps', advised([dead, signed])],
  [
    'maps that are dead as trained',
    advised([dead], { references: { 'spearman-abs': { ceiling: null, floor: null, null: null } } }),
  ],
  ['logits that stay', advised([{ ...fail, logitShift: 0 }])],
  [
    'labels that were not learnt',
    advised([fail], { memorisation: { accuracy: 0.5, required: 0.95 }, words: wordsOf('labels') }),
  ],
  ['no gate that applies', advised([{ inapplicable: 'its maps have no signs' }])],
  ['no gate at all', advised([], { ungated: ['spearman-abs', 'ssim'] })],
  ['an open gate', advised([{ retained: 0.5, effort: { draws: 8 } }])],
  ['a model at chance', advised([fail], { accuracy: sampleAccuracy(4, 32) })],
];

test('what to do next is told by what was found', () => {
  const text = rows.map(([what, [reason, advice]]) => `${what} (${reason}): ${advice}`).join('\n');
  expect(text).toMatchInlineSnapshot(`
    "some methods pass (gate-exceeded): On this network gradient and grad-cam pass this check.
    one method passes (gate-exceeded): On this network gradient passes this check.
    only the derivative does (gate-exceeded): No method of this run passes this check; the network's own derivative does: --methods gradient.
    none passes (gate-exceeded): No method of this run passes this check on this network.
    only ties speak (gate-exceeded): Only zeros that both maps share speak for the failure: gates on signed Spearman alone would pass. On this network gradient and grad-cam pass this check.
    ties and more speak (gate-exceeded): On this network gradient and grad-cam pass this check.
    no gate tells (not-telling): Other stages and checks may tell: --checks cascade,bottom-up,independent. On this network gradient and grad-cam pass this check.
    one draw (one-draw): Try --draws 5.
    one permutation (one-draw): Ask for more permutations.
    fresh noise (not-reproducible): A method that draws random numbers reproduces itself where they are seeded, or where it averages over more of them. On this network gradient and grad-cam pass this check.
    a floor at the ceiling (floor-at-ceiling): Signed Spearman can be judged on these maps: name gates on it alone. On this network gradient and grad-cam pass this check.
    dead maps (dead-maps): Signed Spearman can be judged on these maps: name gates on it alone. On this network gradient and grad-cam pass this check.
    maps that are dead as trained (dead-maps): The maps of the trained network are constant or not finite themselves: this method has nothing to show on it. On this network gradient and grad-cam pass this check.
    logits that stay (model-unchanged): More layers (--layers), or other random values (--initializer), have to move the logits.
    labels that were not learnt (memorisation-failed): More epochs (--epochs), or a higher --learning-rate, make it learn them.
    no gate that applies (not-applicable): Metrics that apply to these maps can be named with --metrics, and in the gates of a configuration that has some. On this network gradient and grad-cam pass this check.
    no gate at all (not-applicable): By default they are on spearman-abs and ssim: --metrics spearman-abs,ssim.
    an open gate (undecided): On this network gradient and grad-cam pass this check.
    a model at chance (untrained): "
  `);
});

test('a check that passed needs none', () => {
  expect(advised([signed])[1]).toBe('');
});

test('an explanation ends with it, before the command', () => {
  const evidence = sampleEvidence([fail], { passing: some });
  expect(explain(evidence, judge(evidence))).toMatch(
    /On this network gradient and grad-cam pass this check\. Reproduce: \S+/,
  );
});

test('checks that draw no weights have no initializer to change', () => {
  for (const { changesStatistics, name } of CHECKS) {
    const [, text] = advised(
      [{ ...fail, logitShift: 0 }],
      changesStatistics ? {} : { initializer: undefined },
    );
    expect(text.includes('--initializer'), name).toBe(changesStatistics);
  }
});
