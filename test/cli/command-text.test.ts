import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandText } from '../../src/cli/command-text.ts';
import { shellWord } from '../../src/config/shell-word.ts';

test('repeats the options that decide the numbers, in the order of the options', () => {
  const args = { seed: 7, model: 'my model', json: true, out: 'x', 'batch-norm': 'keep', quiet: true };
  expect(commandText('run', args, ['model', 'out', 'batch-norm', 'seed', 'json', 'quiet', 'draws'])).toBe(
    "saliency-sanity run --model 'my model' --batch-norm keep --seed 7",
  );
});

test('says no where a flag was turned off', () => {
  const args = { 'allow-inconclusive': false };
  expect(commandText('run', args, ['allow-inconclusive'])).toBe(
    'saliency-sanity run --no-allow-inconclusive',
  );
});

test('a shell reads every word back', () => {
  const words = fc.sample(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), { numRuns: 200, seed: 1 });
  words.push("it's", '$HOME', '*', 'a b', '\\', '""', '#x', '~', '-n', 'a\nb', ';', '!');
  const script = `for word in ${words.map(shellWord).join(' ')}; do printf '%s\\0' "$word"; done`;
  const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0');
  expect(read.slice(0, -1)).toEqual(words);
});
