import { expect, test } from 'vitest';
import { terminalReporter } from '../../../src/report/reporters/terminal.ts';
import { reportTerminal } from '../../../src/report/reporters/terminal-text.ts';
import { exampleReport } from '../example.ts';
import { reportWithBaseline } from './with-baseline.ts';

test('is the terminal report, and below it what changed', () => {
  const options = { colour: false, width: 80 };
  const plain = reportTerminal(exampleReport(), options);
  expect(terminalReporter(exampleReport(), options)).toBe(plain);
  const text = terminalReporter(reportWithBaseline(), options);
  expect(text.startsWith(plain)).toBe(true);
  expect(text.slice(plain.length)).toMatchInlineSnapshot(`
    "
    Baseline
      2 changes for the worse, 1 other, since ci/baseline.json.
      ✗ guided-backprop, cascade: inconclusive before, failed now
      ✗ guided-backprop, cascade: retained SSIM at fc1 was .40 (.35 to .45), is .86
        (.80 to .92)
      ✓ gradient, cascade: failed before, passed now
    "
  `);
});
