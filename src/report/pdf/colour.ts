export type PdfColour = [red: number, green: number, blue: number];

/** A colour of a figure, `#rrggbb`, `#rgb` or `rgb(r,g,b)`; null for none and transparent. */
export function pdfColour(text: string | null | undefined): PdfColour | null {
  if (text == null || text === 'none' || text === 'transparent') return null;
  if (text === 'white') return [255, 255, 255];
  if (text === 'black') return [0, 0, 0];
  const short = text.match(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i);
  const parts = short
    ? short.slice(1).map((digit) => Number.parseInt(digit + digit, 16))
    : text.startsWith('#')
      ? [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
      : (text
          .match(/^rgb\((.*)\)$/)?.[1]
          .split(/[\s,]+/)
          .map(Number) ?? []);
  if (parts.length !== 3 || parts.some((part) => !(part >= 0 && part <= 255))) {
    throw new Error(`A colour of a figure that its PDF cannot hold: ${text}.`);
  }
  return [parts[0], parts[1], parts[2]];
}
