import { expect, test } from 'vitest';
import { githubReporter } from '../../../src/report/reporters/github.ts';
import { exampleReport } from '../example.ts';
import { reportWithBaseline } from './with-baseline.ts';

test('an error per failed check and regression, a warning per inconclusive one, a notice per notice', () => {
  expect(githubReporter(reportWithBaseline())).toMatchInlineSnapshot(`
    "::error title=guided-backprop%2C cascade%3A failed::Retains 86 %25 of its similarity (abs Spearman) after the output layer is random; the gate allows 50 %25. Reproduce: saliency-sanity run --model model.json --inputs digits --methods guided-backprop --seed 1
    ::error title=integrated-gradients%2C cascade%3A failed::abs Spearman is .99 between two random models too, because 81 %25 of the pixels are zero in both maps. Reproduce: saliency-sanity run --model model.json --inputs digits --methods integrated-gradients --seed 1
    ::warning title=fresh-noise%2C cascade%3A inconclusive::Two explanations of the trained model resemble each other no more than those of different images. Reproduce: saliency-sanity run --model model.json --inputs digits --methods fresh-noise --seed 1
    ::error title=Worse than the baseline::guided-backprop, cascade: inconclusive before, failed now
    ::error title=Worse than the baseline::guided-backprop, cascade: retained SSIM at fc1 was .40 (.35 to .45), is .86 (.80 to .92)
    ::notice title=resized::Two images of 32x32 were resized to 28x28.
    Saliency sanity checks: 1 passed, 2 failed, 1 inconclusive
    "
  `);
});

/** As the runner reads a line: command, properties and message, escapes undone. */
function commandOf(line: string) {
  const [, level, properties, message] = /^::(\w+) ([^:]*)::(.*)$/.exec(line)!;
  const undone = (text: string) =>
    text
      .replaceAll('%2C', ',')
      .replaceAll('%3A', ':')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%');
  return { level, title: undone(properties.replace('title=', '')), message: undone(message) };
}

test('names cannot start a command, end a property or a line', () => {
  const report = exampleReport({ methods: ['gradient', 'a,b::error file=x::%0A\n::stop-commands::x'] });
  const lines = githubReporter(report).trimEnd().split('\n');
  const [first] = lines.filter((line) => line.startsWith('::error')).map(commandOf);
  expect(first.title).toBe('a,b::error file=x::%0A ::stop-commands::x, cascade: failed');
  expect(lines.filter((line) => line.startsWith('::stop'))).toEqual([]);
});
