import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, oneLine, truncate, wrap } from '../../../src/report/wording/text-layout.ts';

describe('oneLine', () => {
  it.each([
    ['plain', 'plain'],
    ['a\r\nb\tc', 'a b c'],
    ['\u001b[31mred', '[31mred'],
    ['abc\u202edef', 'abc def'],
    ['zero\u200bwidth', 'zero width'],
    ['naïve 層 ✓', 'naïve 層 ✓'],
  ])('makes %j to %j', (text, expected) => expect(oneLine(text)).toBe(expected));
});

describe('columns', () => {
  it.each([
    ['abc', 3],
    ['層', 2],
    ['e\u0301', 1],
    ['', 0],
  ])('of %j are %d', (text, expected) => expect(columns(text)).toBe(expected));
});

describe('truncate', () => {
  it.each([
    ['short', 10, 'short'],
    ['integrated-gradients', 11, 'integ…ients'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
    ['層層層', 4, '層…'],
  ])('cuts %j to %d columns: %j', (text, limit, expected) => expect(truncate(text, limit)).toBe(expected));

  it('never exceeds its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, limit) => {
        expect(columns(truncate(text, limit))).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

describe('wrap', () => {
  it('breaks at spaces, and inside words that are longer than a line', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
    expect(wrap('', 4)).toEqual([]);
    expect(wrap('it is 86 % of all', 8)).toEqual(['it is', '86 % of', 'all']);
    expect(wrap('guessing, p = .016', 15)).toEqual(['guessing,', 'p = .016']);
    expect(wrap('guessing, p < .0001', 15)).toEqual(['guessing,', 'p < .0001']);
  });

  it('keeps every character and exceeds no line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.every((line) => columns(line) <= width)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(oneLine(text).replaceAll(' ', ''));
      }),
    );
  });
});
