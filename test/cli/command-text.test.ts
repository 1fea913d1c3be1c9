import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repetition, resumption } from '../../src/cli/command-text.ts';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { run } from '../../src/cli/commands/run.ts';
import { parseLine } from '../../src/cli/parse-line.ts';
import { invocationText } from '../../src/config/invocation.ts';
import { shellWord } from '../../src/plan/shell-word.ts';

test('repeats the options that decide the numbers, in the order of the options', () => {
  const args = { seed: 7, model: 'my model', json: true, out: 'x', 'batch-norm': 'keep', quiet: true };
  const names = ['model', 'out', 'batch-norm', 'seed', 'json', 'quiet', 'draws'];
  expect(invocationText(repetition('run', args, names))).toBe(
    "npx saliency-sanity run --model 'my model' --batch-norm keep --seed 7",
  );
});

test('says no where a flag was turned off', () => {
  const args = { 'allow-inconclusive': false };
  expect(invocationText(repetition('run', args, ['allow-inconclusive']))).toBe(
    'npx saliency-sanity run --no-allow-inconclusive',
  );
});

describe('the command that goes on with a run', () => {
  const names = Object.keys(run.options);
  /** Reads a line as the program does. */
  const read = (line: string) => {
    const script = `for word in ${line}; do printf '%s\\0' "$word"; done`;
    const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(words.slice(0, 2)).toEqual(['npx', 'saliency-sanity']);
    const parsed = parseLine(words.slice(2), COMMANDS);
    if (parsed.kind !== 'command') throw new Error('expected a command');
    return Object.fromEntries(Object.entries(parsed.args).filter(([name]) => names.includes(name)));
  };

  test.each([
    ['--reporter terminal,junit=j.xml --baseline old.json --cache kept --out o'],
    ['--no-baseline --no-cache --no-reuse --quiet --json -o "a b" -c other.ts'],
    ['--model m --inputs i --methods gradient --draws 2 --quick --sample first --classes 1,2 --resume'],
    ['--allow-inconclusive --train-data d --label-noise .5 --epochs 3 --group "conv.*"'],
  ])('carries every option: %s', (typed) => {
    const args = read(`npx saliency-sanity run ${typed}`);
    expect(read(invocationText(resumption('run', args, names)))).toEqual({ ...args, resume: true });
  });
});

test('a shell reads every word back', () => {
  const words = fc.sample(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), { numRuns: 200, seed: 1 });
  words.push("it's", '$HOME', '*', 'a b', '\\', '""', '#x', '~', '-n', 'a\nb', ';', '!');
  const script = `for word in ${words.map(shellWord).join(' ')}; do printf '%s\\0' "$word"; done`;
  const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0');
  expect(read.slice(0, -1)).toEqual(words);
});
