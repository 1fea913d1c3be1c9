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
      message: "Retains 86 % of its similarity (abs Spearman) after the output layer is random; the gate allows 50 %. Reproduce: saliency-sanity run --model model.json --inputs digits --methods guided-backprop --seed 1"
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
        - "Mean score / retained similarity. ! above the gate, ? not decided, – undefined."
      ...
    not ok 3 - integrated-gradients, cascade
      ---
      message: "abs Spearman is .99 between two random models too, because 81 % of the pixels are zero in both maps. Reproduce: saliency-sanity run --model model.json --inputs digits --methods integrated-gradients --seed 1"
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
        - "Mean score / retained similarity. ! above the gate, ? not decided, – undefined."
      ...
    ok 4 - fresh-noise, cascade # SKIP inconclusive (not-reproducible): Two explanations of the trained model resemble each other no more than those of different images. Reproduce: saliency-sanity run --model model.json --inputs digits --methods fresh-noise --seed 1
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
