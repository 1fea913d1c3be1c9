import { expect, test } from 'vitest';
import { tapReporter } from '../../../src/report/reporters/tap.ts';
import { exampleReport } from '../example.ts';
import { reportWithBaseline } from './with-baseline.ts';

test('a point per check, then one per regression', () => {
  expect(tapReporter(reportWithBaseline())).toMatchInlineSnapshot(`
    "TAP version 14
    1..6
    ok 1 - gradient, cascade
    not ok 2 - guided-backprop, cascade
      ---
      message: "Retains 90 % (85 to 95 %) of its abs Spearman, 63 % (58 to 68 %) of its signed Spearman and 82 % (77 to 87 %) of its SSIM similarity after the output layer is random; at most 50 % passes. Reproduce: npx saliency-sanity run --model model.json --inputs digits --seed 1 --methods guided-backprop --orders cascade"
      reason: "gate-exceeded"
      stages:
        - "stage    random    spearman    spearman        ssim"
        - "                        abs      signed"
        - "output    0.3 %  .90 / .90!  .63 / .63!  .82 / .82!"
        - "fc1        95 %  .75 / .75   .53 / .53   .70 / .70"
        - "conv2   >99.9 %  .61 / .61   .42 / .42   .59 / .59"
        - "full      100 %  .46 / .46?  .32 / .32   .47 / .47?"
        - "ceiling         1.00        1.00        1.00"
        - "floor            .03         .03         .03"
        - "null             .46         .32         .47"
        - "Mean score / retained similarity. ! above the gate, ? not decided, – not known."
      ...
    not ok 3 - integrated-gradients, cascade
      ---
      message: "Retains 100 % (at least 95 %) of its abs Spearman, 70 % (65 to 75 %) of its signed Spearman and 90 % (85 to 95 %) of its SSIM similarity after the output layer is random; at most 50 % passes. Retains 99 % (at least 94 %) of its abs Spearman, 69 % (64 to 74 %) of its signed Spearman and 89 % (84 to 94 %) of its SSIM similarity after all layers are random; at most 50 % passes. Abs Spearman is .99 and SSIM is .89 between two random models too, because 81 % of the pixels are zero in both maps. Signed Spearman is .69 between two random models too. Reproduce: npx saliency-sanity run --model model.json --inputs digits --seed 1 --methods integrated-gradients --orders cascade"
      reason: "gate-exceeded"
      stages:
        - "stage    random    spearman    spearman        ssim"
        - "                        abs      signed"
        - "output    0.3 %  .99 / .99!  .70 / .70!  .90 / .90!"
        - "fc1        95 %  .99 / .99   .70 / .70   .89 / .89"
        - "conv2   >99.9 %  .99 / .99   .69 / .69   .89 / .89"
        - "full      100 %  .99 / .99!  .69 / .69!  .89 / .89!"
        - "ceiling         1.00        1.00        1.00"
        - "floor            .04         .04         .04"
        - "null             .99         .69         .89"
        - "Mean score / retained similarity. ! above the gate, ? not decided, – not known."
      ...
    ok 4 - fresh-noise, cascade # SKIP inconclusive (not-reproducible): On the trained model abs Spearman is .03 between two maps of the same image and .05 between maps of different images, signed Spearman .03 and .05, SSIM .03 and .05: a map that does not reproduce itself can show nothing. Reproduce: npx saliency-sanity run --model model.json --inputs digits --seed 1 --methods fresh-noise --orders cascade
    not ok 5 - baseline: guided-backprop, cascade: inconclusive before, failed now
    not ok 6 - baseline: guided-backprop, cascade: retained SSIM at fc1 was .40 (.35 to .45), is .86 (.80 to .92)
    "
  `);
});

test('the plan counts the points, and names start no directive', () => {
  const report = exampleReport({ methods: ['gradient # TODO later', 'back\\slash', 'gradient'] });
  const lines = tapReporter(report).split('\n');
  expect(lines.slice(0, 2)).toEqual(['TAP version 14', '1..3']);
  const points = lines.filter((line) => /^(not )?ok /.test(line));
  expect(points.slice(0, 2)).toEqual([
    'ok 1 - gradient \\# TODO later, cascade',
    'not ok 2 - back\\\\slash, cascade',
  ]);
});
