import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittedLine, fittedLines, widestLine } from '../../../src/report/figures/fitted-text.ts';

const room = { width: 60, size: 10 };

describe('fittedLines', () => {
  it.each([
    ['short', ['short']],
    ['two words that do not fit', ['two words', 'that do not', 'fit']],
    ['integrated-gradients', ['integrated-', 'gradients']],
    ['models/digits/cnn', ['models/', 'digits/cnn']],
    ['Donaudampfschifffahrt', ['Donaudam', 'pfschifffahr', 't']],
  ])('breaks %s where it reads best', (text, lines) => {
    expect(fittedLines(text, room)).toEqual(lines);
  });

  it('loses nothing and never gets wider, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 20, max: 200 }), (text, width) => {
        const lines = fittedLines(text, { width, size: 10 });
        const bare = (some: string) => some.replace(/[\p{Cc}\p{Cf}\s]/gu, '');
        expect(bare(lines.join(''))).toBe(bare(text));
        expect(widestLine(lines, 10)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it('cuts at the end what does not fit into the lines there are', () => {
    const lines = fittedLines('one two three four five six seven', { ...room, most: 2 });
    expect(lines).toEqual(['one two', 'three four…']);
    expect(fittedLines('x'.repeat(1_000_000), { ...room, most: 2 })).toHaveLength(2);
  });
});

it('fittedLine ends with an ellipsis where it is cut', () => {
  expect(fittedLine('gradient', { width: 100, size: 10 })).toBe('gradient');
  expect(fittedLine('integrated-gradients', room)).toBe('integrate…');
});
