import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype, { type Font, type PathCommand } from 'opentype.js';

/** Font families of the SVG files; the PNG files are drawn with the outlines of the first, wherever they are made. */
export const FONT_FAMILY = 'DejaVu Sans, Verdana, Arial, sans-serif';

export type Weight = 'normal' | 'bold';

const FILES: Readonly<Record<Weight, string>> = { normal: '400', bold: '700' };
const loaded = new Map<Weight, Font>();

/** Width of a line of text in the unit of `size`, from the advances of DejaVu Sans, without kerning. */
export function textWidth(text: string, size: number, weight: Weight = 'normal'): number {
  const font = load(weight);
  let units = 0;
  for (const character of text) units += font.charToGlyph(character).advanceWidth ?? 0;
  return (units / font.unitsPerEm) * size;
}

/** Names of methods and stages stand in every figure of a report. */
const MOST_OUTLINES = 2000;
const outlines = new Map<string, string | null>();

/**
 * The text's outline as SVG path data, its baseline starting at the origin; null when the font has no glyph for one of
 * its characters.
 */
export function textOutline(text: string, size: number, weight: Weight): string | null {
  const key = JSON.stringify([text, size, weight]);
  const known = outlines.get(key);
  if (known !== undefined) return known;
  if (outlines.size >= MOST_OUTLINES) outlines.clear();
  const made = outlineOf(text, size, load(weight));
  outlines.set(key, made);
  return made;
}

function outlineOf(text: string, size: number, font: Font): string | null {
  const parts: string[] = [];
  let at = 0;
  for (const character of text) {
    const glyph = font.charToGlyph(character);
    if (glyph.index === 0) return null;
    for (const command of glyph.getPath(at, 0, size).commands) parts.push(pathData(command));
    at += ((glyph.advanceWidth ?? 0) / font.unitsPerEm) * size;
  }
  return parts.join('');
}

// opentype.js would write this itself, but it turns coordinates within 1e-6 of a whole number into NaN.
function pathData(command: PathCommand): string {
  const at = (...coordinates: number[]) => coordinates.map((each) => Math.round(each * 100) / 100).join(' ');
  switch (command.type) {
    case 'Z':
      return 'Z';
    case 'Q':
      return `Q${at(command.x1, command.y1, command.x, command.y)}`;
    case 'C':
      return `C${at(command.x1, command.y1, command.x2, command.y2, command.x, command.y)}`;
    default:
      return `${command.type}${at(command.x, command.y)}`;
  }
}

/** The font's file, WOFF, for documents that carry their fonts. */
export function fontFile(weight: Weight): Buffer<ArrayBuffer> {
  const name = `@fontsource/dejavu-sans/files/dejavu-sans-latin-${FILES[weight]}-normal.woff`;
  return readFileSync(createRequire(import.meta.url).resolve(name));
}

function load(weight: Weight): Font {
  const known = loaded.get(weight);
  if (known) return known;
  const bytes = fontFile(weight);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  // Glyphs are read when they are first used: of thousands a figure has some dozens.
  const font = opentype.parse(file, { lowMemory: true });
  loaded.set(weight, font);
  return font;
}
