import { expect, test } from 'vitest';
import { githubReporter } from '../../../src/report/reporters/github.ts';
import { exampleReport } from '../example.ts';
import { reportWithBaseline } from './with-baseline.ts';

test('an error per failed check and regression, a warning per inconclusive one, a notice per notice', () => {
  expect(githubReporter(reportWithBaseline())).toMatchInlineSnapshot(`
    "::error title=guided-backprop%2C cascade%3A failed::Retains 90 %25 (85 to 95 %25) of its abs Spearman, 63 %25 (58 to 68 %25) of its signed Spearman and 82 %25 (77 to 87 %25) of its SSIM similarity after the output layer is random; at most 50 %25 passes. Reproduce: npx saliency-sanity run --model model.json --inputs digits --seed 1 --methods guided-backprop --orders cascade
    ::error title=integrated-gradients%2C cascade%3A failed::Retains 100 %25 (at least 95 %25) of its abs Spearman, 70 %25 (65 to 75 %25) of its signed Spearman and 90 %25 (85 to 95 %25) of its SSIM similarity after the output layer is random; at most 50 %25 passes. Retains 99 %25 (at least 94 %25) of its abs Spearman, 69 %25 (64 to 74 %25) of its signed Spearman and 89 %25 (84 to 94 %25) of its SSIM similarity after all layers are random; at most 50 %25 passes. Abs Spearman is .99 and SSIM is .89 between two random models too, because 81 %25 of the pixels are zero in both maps. Signed Spearman is .69 between two random models too. Reproduce: npx saliency-sanity run --model model.json --inputs digits --seed 1 --methods integrated-gradients --orders cascade
    ::warning title=fresh-noise%2C cascade%3A inconclusive::On the trained model abs Spearman is .03 between two maps of the same image and .05 between maps of different images, signed Spearman .03 and .05, SSIM .03 and .05: a map that does not reproduce itself can show nothing. Reproduce: npx saliency-sanity run --model model.json --inputs digits --seed 1 --methods fresh-noise --orders cascade
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
