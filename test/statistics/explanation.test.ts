import { describe, expect, it, test } from 'vitest';
import { wordsOf } from '../../src/checks/registry.ts';
import type { Evidence } from '../../src/statistics/evidence.ts';
import { explain } from '../../src/statistics/explanation.ts';
import { judge } from '../../src/statistics/verdict.ts';
import {
  NOISE,
  NOT_APART,
  SAME,
  type SampleGate,
  sampleAccuracy,
  sampleEvidence,
} from './sample-evidence.ts';

function explained(gates: readonly SampleGate[], rest: Partial<Evidence> = {}): string {
  const evidence = sampleEvidence(gates, rest);
  return explain(evidence, judge(evidence))
    .replace(/ (?=Reproduce: )/, '\n')
    .replace(/(\.) (?=[A-Z])/g, '$1\n');
}

const signed: SampleGate = { metric: 'spearman-signed', retained: 0.02, half: 0.03 };

describe('explain', () => {
  it('passed', () => {
    const gates = [{ retained: 0.21 }, signed, { stage: 'full', retained: -0.01 }];
    expect(explained(gates)).toMatchInlineSnapshot(`
      "Retains 21 % (16 to 26 %) of its abs Spearman and 2 % (at most 5 %) of its signed Spearman similarity after the output layer is random; at most 50 % passes.
      Retains nothing (at most 4 %) of its abs Spearman similarity after all layers are random; at most 50 % passes."
    `);
  });

  it('passed, with a metric left out', () => {
    const why = 'the maps have no rows and columns';
    const gates = [{}, { metric: 'ssim', inapplicable: why }, { metric: 'hog', inapplicable: why }];
    expect(explained(gates)).toMatchInlineSnapshot(`
      "Retains 10 % (5 to 15 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      SSIM and HOG are left out: the maps have no rows and columns."
    `);
  });

  it('failed', () => {
    const gates = [
      { retained: 0.86 },
      { metric: 'ssim', retained: 0.8, half: 0.11 },
      signed,
      { stage: 'full' },
    ];
    expect(explained(gates)).toMatchInlineSnapshot(`
      "Retains 86 % (81 to 91 %) of its abs Spearman and 80 % (69 to 91 %) of its SSIM similarity after the output layer is random; at most 50 % passes.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('failed over shared zeros, the signed metric passes', () => {
    const high = { ceiling: 1, floor: 0.8, null: 0.99 };
    const gates = [
      { retained: 0.97, half: 0.01 },
      { stage: 'full', retained: 0.96, half: 0.01 },
      signed,
      { ...signed, stage: 'full' },
    ];
    const rest = { zeroShare: 0.81 };
    const references = { 'spearman-abs': high, 'spearman-signed': { ceiling: 1, floor: 0, null: 0 } };
    expect(explained(gates, { ...rest, references })).toMatchInlineSnapshot(`
      "Retains 97 % (96 to 98 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      Retains 96 % (95 to 97 %) of its abs Spearman similarity after all layers are random; at most 50 % passes.
      Abs Spearman is .99 between two random models too, because 81 % of the pixels are zero in both maps: signed Spearman passes.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('failed where two random models agree as much, without zeros', () => {
    const gates = [{ retained: 0.7 }, { metric: 'ssim', retained: 0.7 }];
    const references = { ceiling: 1, floor: 0.3, null: 0.8 };
    const rest = { references: { 'spearman-abs': references, ssim: { ...references, null: 0.75 } } };
    expect(explained(gates, rest)).toMatchInlineSnapshot(`
      "Retains 70 % (65 to 75 %) of its abs Spearman and SSIM similarity after the output layer is random; at most 50 % passes.
      Abs Spearman is .80 and SSIM is .75 between two random models too.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('failed, with zeros that do not carry the score', () => {
    const references = { ceiling: 1, floor: 0.3, null: 0.99 };
    const rest = { references: { 'spearman-abs': references, ssim: references }, zeroShare: 0.35 };
    // Shared zeros alone would give abs Spearman .71, above the gate at .65, but SSIM .35, below it.
    expect(explained([{ retained: 0.9 }, { metric: 'ssim', retained: 0.9 }], rest)).toMatchInlineSnapshot(`
      "Retains 90 % (85 to 95 %) of its abs Spearman and SSIM similarity after the output layer is random; at most 50 % passes.
      Abs Spearman is .99 between two random models too, because 35 % of the pixels are zero in both maps.
      SSIM is .99 between two random models too.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('failed, with maps that no randomization changes, whatever zeros they share', () => {
    const references = { ceiling: 1, floor: 0.1, null: 1 };
    const rest = { references: { 'spearman-abs': references, ssim: references }, zeroShare: 0.77 };
    const same = { retained: 1, half: 0, score: 1 };
    const gates = [same, { ...same, stage: 'full' }, { ...same, stage: 'full', metric: 'ssim' }];
    expect(explained(gates, rest)).toMatchInlineSnapshot(`
      "Retains 100 % (100 to 100 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      Retains 100 % (100 to 100 %) of its abs Spearman and SSIM similarity after all layers are random; at most 50 % passes.
      The map of an image does not change at all: nothing in it comes from the weights that were randomised.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
    const changed = [{ ...same, score: 0.9999 }, ...gates.slice(1)];
    expect(explained(changed, rest)).toContain('because 77 % of the pixels are zero in both maps');
  });

  const twin = { method: 'gradient', adds: 'the input as a factor' };
  const interval = (mean: number) => ({ mean, low: mean - 0.05, high: mean + 0.05 });

  it('failed, and the same method without its factor retains clearly less', () => {
    const gates = [
      { retained: 0.86, twin: { retained: interval(0.21), excess: interval(0.65) } },
      { metric: 'ssim', retained: 0.8, twin: { retained: interval(0.75), excess: interval(0.05) } },
      {
        metric: 'spearman-signed',
        retained: 0.7,
        twin: { retained: interval(0.02), excess: interval(0.68) },
      },
      { stage: 'full', retained: 0.9, twin: { retained: interval(-0.2), excess: interval(1.1) } },
    ];
    expect(explained(gates, { twin })).toMatchInlineSnapshot(`
      "Retains 86 % (81 to 91 %) of its abs Spearman, 80 % (75 to 85 %) of its SSIM and 70 % (65 to 75 %) of its signed Spearman similarity after the output layer is random; at most 50 % passes.
      Retains 90 % (85 to 95 %) of its abs Spearman similarity after all layers are random; at most 50 % passes.
      The input as a factor raises this: gradient, without it, retains 21 % (16 to 26 %) of its abs Spearman and 2 % (at most 7 %) of its signed Spearman similarity after the output layer is random, nothing (less alike than maps of different images) of its abs Spearman similarity after all layers are random.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it.each([
    ['retains as much', { retained: interval(0.8), excess: interval(0.06) }],
    [
      'retains less, but not clearly',
      { retained: interval(0.6), excess: { mean: 0.26, low: 0.09, high: 0.4 } },
    ],
    ['retains more', { retained: interval(0.99), excess: interval(-0.13) }],
    ['has no interval', { retained: interval(0.2), excess: { mean: 0.66, low: null, high: null } }],
    ['has no such metric', null],
  ])('names no cause where the twin %s', (_, found) => {
    expect(explained([{ retained: 0.86, twin: found }], { twin })).toBe(explained([{ retained: 0.86 }]));
  });

  it('ignores-model', () => {
    const same = { retained: null, score: 1, separation: { mean: 0, low: 0, high: 0 } };
    const references = { 'spearman-abs': SAME, ssim: SAME };
    expect(explained([same, { ...same, metric: 'ssim' }], { references })).toMatchInlineSnapshot(`
      "The map is the same whatever the image and the weights: abs Spearman and SSIM of about 1 between trained and random models, and between different images.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('failed at several stages, beside the derivative at the one where that is above the gate as well', () => {
    const gates: SampleGate[] = [
      { retained: 1, half: 0, excess: 0.3 },
      { stage: 'full', retained: 0.9, excess: 0.8 },
    ];
    expect(explained(gates, { derivative: 'gradient', method: 'input' })).toMatchInlineSnapshot(`
      "Retains 100 % (100 to 100 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      Retains 90 % (85 to 95 %) of its abs Spearman similarity after all layers are random; at most 50 % passes.
      The network's own derivative retains 70 % (65 to 75 %) of its abs Spearman similarity after the output layer is random: the method retains clearly more.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('undecided, with what would decide', () => {
    const gates = [
      { retained: 0.48, half: 0.17, effort: { draws: 12, images: 90 } },
      { stage: 'full', retained: 0.45, half: 0.1, effort: { draws: 9, images: 120 } },
      signed,
    ];
    expect(explained(gates)).toMatchInlineSnapshot(`
      "Retains 48 % (31 to 65 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      Retains 45 % (35 to 55 %) of its abs Spearman similarity after all layers are random; at most 50 % passes.
      About 12 draws or 120 images would decide (now 5 draws, 32 images).
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('undecided by draws alone', () => {
    expect(explained([{ retained: 0.48, half: 0.17, effort: { draws: 12 } }])).toMatchInlineSnapshot(`
      "Retains 48 % (31 to 65 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      About 12 draws would decide (now 5 draws, 32 images).
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('undecided by neither alone', () => {
    expect(explained([{ retained: 0.5, half: 0.17 }])).toMatchInlineSnapshot(`
      "Retains 50 % (33 to 67 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      It would take more draws and more images together to decide (now 5 draws, 32 images).
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it.each<[string, SampleGate[]]>([
    ['images', [{ retained: 0.48, half: 0.1, effort: { images: 90, hindrance: 'images' } }]],
    ['gate', [{ retained: 0.5, half: 0.01, effort: { hindrance: 'gate' } }]],
    ['both', [{ retained: 0.45, half: 0.1, effort: { hindrance: 'both' } }]],
    ['scale', [{ retained: 3, half: null, effort: { images: 400, hindrance: 'scale' } }]],
    [
      'one gate by draws, the other not',
      [
        { retained: 0.48, half: 0.17, effort: { draws: 12, images: 70 } },
        { stage: 'full', retained: 0.5, half: 0.01, effort: { images: 8000, hindrance: 'gate' } },
      ],
    ],
  ])('undecided, and draws do not help: %s', (_, gates) => {
    expect(explained(gates)).toMatchSnapshot();
  });

  it('undecided, but for a gate that would fail', () => {
    const gates: SampleGate[] = [
      { retained: 0.9, half: 0.45, effort: { draws: 30, images: 70 } },
      { metric: 'ssim', retained: 0.5, half: 0.01, effort: { hindrance: 'gate' } },
    ];
    expect(explained(gates)).toMatchInlineSnapshot(`
      "Retains 90 % (at least 45 %) of its abs Spearman and 50 % (49 to 51 %) of its SSIM similarity after the output layer is random; at most 50 % passes.
      About 30 draws or 70 images would decide (now 5 draws, 32 images).
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('undecided, and draws and images together would', () => {
    const together = { draws: 12, images: 77 };
    const gates: SampleGate[] = [
      { retained: 0.45, half: 0.1, effort: { together, hindrance: 'both' } },
      { retained: 0.45, half: 0.1, stage: 'full', effort: { draws: 9, together: { draws: 7, images: 45 } } },
    ];
    expect(explained(gates)).toMatchInlineSnapshot(`
      "Retains 45 % (35 to 55 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      Retains 45 % (35 to 55 %) of its abs Spearman similarity after all layers are random; at most 50 % passes.
      About 12 draws with 77 images would decide (now 5 draws, 32 images).
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('undecided for the number of gates', () => {
    const gates: SampleGate[] = [
      { retained: 0.9, half: 0.2, among: 6, effort: { draws: 7 } },
      { stage: 'full', metric: 'ssim', retained: 0.45, half: 0.1, effort: { draws: 9 } },
    ];
    expect(explained(gates)).toMatchInlineSnapshot(`
      "Retains 90 % (at least 70 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      Retains 45 % (35 to 55 %) of its SSIM similarity after all layers are random; at most 50 % passes.
      By abs Spearman the gate is exceeded, but of 6 gates one may be so by chance: Holm's correction leaves it open.
      About 7 draws would decide (now 5 draws, 32 images).
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('undecided beside the derivative, also where that is its twin', () => {
    const gates: SampleGate[] = [
      { retained: 0.9, half: 0.1, excess: 0.6, excessHalf: 0.7, effort: { draws: 7 } },
    ];
    const rest = { twin: { method: 'gradient', adds: 'the guided rule' }, derivative: 'gradient' };
    expect(explained(gates, rest)).toMatchInlineSnapshot(`
      "Retains 90 % (80 to 100 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      The network's own derivative retains 30 % (25 to 35 %) of its abs Spearman similarity there; whether the method retains clearly more is not decided.
      About 7 draws would decide (now 5 draws, 32 images).
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
    expect(explained(gates)).toBe(explained(gates, rest));
  });

  it('undecided over a hair-thin scale', () => {
    expect(
      explained([{ retained: -0.6, half: 10.5, effort: { hindrance: 'scale' } }]),
    ).toMatchInlineSnapshot(`
      "Retains an unknown share (the interval is too wide to tell) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      More draws will not decide this (now 5 draws, 32 images): floor and ceiling are too close to tell.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('undecided for want of images', () => {
    const gate = { retained: null, separation: { mean: null, low: null, high: null } };
    expect(explained([gate], { images: 1 })).toMatchInlineSnapshot(`
      "The floor needs maps of two images at least.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('not-reproducible: fresh noise', () => {
    const gate = { retained: 0.5, half: null, separation: NOT_APART };
    const references = { 'spearman-abs': NOISE };
    expect(explained([gate, { ...gate, stage: 'full' }], { references })).toMatchInlineSnapshot(`
      "On the trained model abs Spearman is .01 between two maps of the same image and .00 between maps of different images: a map that does not reproduce itself can show nothing.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('not-reproducible in several metrics is one sentence', () => {
    const metrics = ['spearman-abs', 'spearman-signed', 'ssim'];
    const gates = metrics.map((metric) => ({ metric, retained: 0.5, half: null, separation: NOT_APART }));
    const references = { 'spearman-abs': NOISE, 'spearman-signed': NOISE };
    expect(explained(gates, { references })).toMatchInlineSnapshot(`
      "On the trained model abs Spearman is .01 between two maps of the same image and .00 between maps of different images, signed Spearman .01 and .00: a map that does not reproduce itself can show nothing.
      SSIM has no ceiling or no floor to compare with.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('floor-at-ceiling: the same map for every image', () => {
    const gate = { retained: null, separation: { mean: 0, low: 0, high: 0 }, score: 0.2 };
    expect(explained([gate], { references: { 'spearman-abs': SAME } })).toMatchInlineSnapshot(`
      "On the trained model abs Spearman is 1.00 between two maps of the same image and 1.00 between maps of different images: the floor cannot be told from the ceiling, so that there is no scale to judge the map on.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('one-draw', () => {
    expect(explained([{ retained: 0.3, half: null }], { draws: 1 })).toMatchInlineSnapshot(`
      "Retains 30 % of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      One draw does not show how much random models differ among themselves: two draws are the least, five are usual.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('dead-maps', () => {
    const gates = [{ dead: 0.34 }, { metric: 'ssim', dead: 0.34 }, { stage: 'full', dead: 1 }];
    expect(explained(gates)).toMatchInlineSnapshot(`
      "After the output layer is random, 34 % of the abs Spearman and SSIM comparisons are undefined, because a map is constant or not finite; a gate tolerates at most 20 %.
      After all layers are random, 100 % of the abs Spearman comparisons are undefined, because a map is constant or not finite; a gate tolerates at most 20 %.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('model-unchanged', () => {
    expect(explained([{ logitShift: 0 }, { ...signed, logitShift: 0 }])).toMatchInlineSnapshot(`
      "After the output layer is random the logits are where they were, so that maps which stay the same show nothing.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('untrained', () => {
    const accuracy = sampleAccuracy(3, 32, {
      wouldTell: 34,
      suspects: [{ kind: 'preprocess', correct: 31, remedy: '--preprocess raw' }],
    });
    expect(explained([{}], { accuracy })).toMatchInlineSnapshot(`
      "3 of 32 inputs are classified as labelled (9 %; guessing gives 10 %, p = .63): that cannot be told from chance. 34 labelled inputs would tell, if 55 % of them were right.
      Suspected is the preprocessing: with --preprocess raw 31 of 32 would be right.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('memorisation-failed', () => {
    const rest = { words: wordsOf('labels'), memorisation: { accuracy: 0.62, required: 0.95 } };
    expect(explained([{}], rest)).toMatchInlineSnapshot(`
      "Training on random labels reached an accuracy of 62 %, not the 95 % asked for: there is no model to compare with.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });

  it('not-applicable', () => {
    expect(
      explained([{ metric: 'ssim', inapplicable: 'the maps have no rows and columns' }]),
    ).toMatchInlineSnapshot(`
      "No gate applies to these maps.
      SSIM is left out: the maps have no rows and columns.
      Reproduce: saliency-sanity run --model m --methods gradient --seed 1"
    `);
  });
});

test.each([
  ['cascade', 'after the layers from the output down to "conv2" are random'],
  ['bottom-up', 'after the layers from the input up to "conv2" are random'],
  ['independent', 'after the layer "conv2" alone is random'],
])('a named stage of order %s', (order, words) => {
  expect(explained([{ stage: 'conv2', retained: 0.9 }], { words: wordsOf(order) })).toContain(words);
});

test('the last words of what is not passed are the command, exactly', () => {
  const command = 'saliency-sanity run --model "a b"  --seed 3';
  for (const gates of [[{ retained: 0.9 }], [{ retained: 0.5 }], []] as SampleGate[][]) {
    const evidence = sampleEvidence(gates, { command });
    expect(explain(evidence, judge(evidence)).endsWith(` Reproduce: ${command}`)).toBe(true);
  }
  const passed = sampleEvidence([{}], { command });
  expect(explain(passed, judge(passed))).not.toContain('Reproduce');
});
