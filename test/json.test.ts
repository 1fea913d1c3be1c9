import { describe, expect, test } from 'vitest';
import { InputError } from '../src/errors.ts';
import { DEEPEST, parseJson } from '../src/json.ts';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('JSON that somebody wrote', () => {
  test('is read with a byte order mark as without', () => {
    expect(parseJson('\uFEFF{"a": "\uFEFF"}', 'file')).toEqual({ a: '\uFEFF' });
  });

  test('may nest up to the limit, brackets in texts aside', () => {
    expect(() => parseJson(nested(DEEPEST), 'file')).not.toThrow();
    expect(parseJson(`["${'['.repeat(2000)}\\"${'{'.repeat(2000)}\\\\"]`, 'file')).toHaveLength(1);
  });

  test('is refused beyond', () => {
    expect(() => parseJson(nested(DEEPEST + 1), 'file')).toThrow(InputError);
    expect(() => parseJson(nested(DEEPEST + 1), 'file')).toThrowErrorMatchingInlineSnapshot(
      `[InputError: file: expected JSON that nests at most 500 deep, found a value nested too deeply.]`,
    );
  });

  test('does not parse where it is none', () => {
    expect(() => parseJson('{', 'file')).toThrow(SyntaxError);
  });
});
