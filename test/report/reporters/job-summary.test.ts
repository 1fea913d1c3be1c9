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
    | gradient | ✓ passed | Falls below every gate. |
    | guided-backprop | ✗ failed | Retains 86 % of its similarity (abs Spearman) after the output layer is random; the gate allows 50 %. |
    | integrated-gradients | ✗ failed | abs Spearman is .99 between two random models too, because 81 % of the pixels are zero in both maps. |
    | fresh-noise | ? inconclusive | Two explanations of the trained model resemble each other no more than those of different images. |

    Repeat the run:

    \`\`\`sh
    saliency-sanity run --model model.json --inputs digits --seed 1
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
