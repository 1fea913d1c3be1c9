import opentype from 'opentype.js';
import { expect, it } from 'vitest';
import { fontFile } from '../../../src/report/figures/font.ts';
import { sfntOfWoff } from '../../../src/report/pdf/sfnt.ts';

it.each(['normal', 'bold'] as const)('unpacks the font of %s text', (weight) => {
  const woff = fontFile(weight);
  const sfnt = sfntOfWoff(woff);
  expect(sfnt.length).toBe(woff.readUInt32BE(16));
  const [packed, plain] = [woff, sfnt].map((bytes) => opentype.parse(Uint8Array.from(bytes).buffer));
  for (const character of 'gradient, + conv1 (all) −.12…') {
    const [before, after] = [packed, plain].map((font) => font.charToGlyph(character));
    expect(after.index).toBeGreaterThan(0);
    expect(after.advanceWidth).toBe(before.advanceWidth);
    expect(after.getPath(0, 0, 10).commands).toEqual(before.getPath(0, 0, 10).commands);
  }
});

it('refuses other files', () => {
  expect(() => sfntOfWoff(Buffer.from('wOF2 and what follows'))).toThrow('Not a WOFF 1.0 font.');
});
