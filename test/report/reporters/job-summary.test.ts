import { expect, test } from 'vitest';
import { jobSummary } from '../../../src/report/reporters/job-summary.ts';
import { exampleReport } from '../example.ts';
import { reportWithBaseline } from './with-baseline.ts';

test('verdicts, figure and changes', () => {
  expect(jobSummary(reportWithBaseline())).toMatchInlineSnapshot(`
    "## Saliency sanity checks: failed

    1 passed, 2 failed, 1 inconclusive on models/digits/model.json (2 inputs, 5 draws, seed 1).

    ### Baseline

    2 changes for the worse, 1 other, since ci/baseline.json.

    - worse: guided-backprop, cascade: inconclusive before, failed now
    - worse: guided-backprop, cascade: retained SSIM at fc1 was .40 (.35 to .45), is .86 (.80 to .92)
    - gradient, cascade: failed before, passed now

    ### cascade

    Largest retained similarity at a gate, from 0 to 1; the stroke is the gate.

    \`\`\`text
    gradient              ████████████████····│····················  .40 SSIM, output: passed
    guided-backprop       ████████████████████│████████████████····  .90 abs Spearman, output: failed
    integrated-gradients  ████████████████████│████████████████████  .99 abs Spearman, output: failed
    fresh-noise           ████················│····················  .11 SSIM, output: inconclusive
    \`\`\`

    | method | verdict | why |
    | --- | --- | --- |
    | gradient | ✓ passed | Retains 38 % (33 to 43 %) of its abs Spearman, 27 % (22 to 32 %) of its signed Spearman and 40 % (35 to 45 %) of its SSIM similarity after the output layer is random; at most 50 % passes. Retains 8 % (3 to 13 %) of its abs Spearman, 6 % (1 to 11 %) of its signed Spearman and 16 % (11 to 21 %) of its SSIM similarity after all layers are random; at most 50 % passes. |
    | guided-backprop | ✗ failed | Retains 90 % (85 to 95 %) of its abs Spearman, 63 % (58 to 68 %) of its signed Spearman and 82 % (77 to 87 %) of its SSIM similarity after the output layer is random; at most 50 % passes. |
    | integrated-gradients | ✗ failed | Retains 100 % (at least 95 %) of its abs Spearman, 70 % (65 to 75 %) of its signed Spearman and 90 % (85 to 95 %) of its SSIM similarity after the output layer is random; at most 50 % passes. Retains 99 % (at least 94 %) of its abs Spearman, 69 % (64 to 74 %) of its signed Spearman and 89 % (84 to 94 %) of its SSIM similarity after all layers are random; at most 50 % passes. Abs Spearman is .99 and SSIM is .89 between two random models too, because 81 % of the pixels are zero in both maps. Signed Spearman is .69 between two random models too. |
    | fresh-noise | ? inconclusive | On the trained model abs Spearman is .03 between two maps of the same image and .05 between maps of different images, signed Spearman .03 and .05, SSIM .03 and .05: a map that does not reproduce itself can show nothing. |

    Repeat the run:

    \`\`\`sh
    npx saliency-sanity run --model model.json --inputs digits --seed 1
    \`\`\`
    "
  `);
});

test('names stay text', () => {
  const summary = jobSummary(exampleReport({ methods: ['<img src=x onerror=alert(1)>|```\n# head'] }));
  expect(summary).not.toMatch(/^# head/m);
  // Outside of the fenced figure.
  const table = summary.slice(summary.indexOf('| method |'));
  expect(table).not.toContain('<img');
  expect(table.split('\n')[2].split(/(?<!\\)\|/)).toHaveLength(5);
});
