const WIDE =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\uff01-\uff60\u3000-\u303f]/u;
/** Control characters, and the marks that reorder or hide text: names come from files and must not steer a terminal. */
export const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Co}\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]+/gu;

/** The text on one line, without control, direction and zero-width characters; runs of white space become one space. */
export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
}

/** Terminal columns that the text takes: East Asian and emoji characters take two, combining marks none. */
export function columns(text: string): number {
  // Most texts are ASCII, and some are long.
  if (/^[ -~]*$/.test(text)) return text.length;
  let total = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    total += WIDE.test(character) ? 2 : 1;
  }
  return total;
}

/**
 * The text cut to at most `limit` units, with an ellipsis in its middle, because names of layers and methods often
 * differ at their end. `measure` gives the units of a text: terminal columns by default, pixels in figures.
 */
export function truncate(text: string, limit: number, measure: (text: string) => number = columns): string {
  if (measure(text) <= limit) return text;
  const characters = [...text];
  const cut = (kept: number) => {
    const head = Math.ceil(kept / 2);
    return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (kept - head)).join('')}`;
  };
  // The most characters that fit: more of them are never narrower.
  let [least, most] = [0, characters.length - 1];
  while (least < most) {
    const kept = Math.ceil((least + most) / 2);
    if (measure(cut(kept)) <= limit) least = kept;
    else most = kept - 1;
  }
  if (least > 0) return cut(least);
  return measure('…') <= limit ? '…' : '';
}

/** A space, but not those of `86 %`, `p = .016` and `p < .0001`. */
const BREAK = /(?<! [=<]) (?![%=<])/;

/** Lines of at most `width` columns, broken at spaces, never before a per cent sign or around `=` and `<`; a word that is longer than a line is broken inside. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let [line, filled] = ['', 0];
  for (const word of oneLine(text).split(BREAK)) {
    const length = columns(word);
    if (line !== '' && filled + 1 + length <= width) {
      line += ` ${word}`;
      filled += 1 + length;
      continue;
    }
    if (line !== '') lines.push(line);
    [line, filled] = ['', 0];
    for (const character of word) {
      const own = columns(character);
      if (line !== '' && filled + own > width) {
        lines.push(line);
        [line, filled] = ['', 0];
      }
      line += character;
      filled += own;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}
