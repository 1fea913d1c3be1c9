import { oneLine } from '../wording/text-layout.ts';
import { textWidth, type Weight } from './font.ts';

export interface TextRoom {
  /** Of a line, in the unit of `size`. */
  readonly width: number;
  readonly size: number;
  readonly weight?: Weight;
  /** Lines at most; what is left is cut at its end. As many as it takes by default. */
  readonly most?: number;
}

/** What a line may end after, where a word is longer than the line: names of files, layers and methods are made so. */
const JOINT = /[-_/\\.,:;+)]/;

/**
 * Text of a figure in lines that fit, as the figure's font is wide. Lines break between words; a word that is longer than
 * a line breaks after a hyphen, a slash or the like, and where it has none, anywhere. Nothing is lost but what does not
 * fit into `most` lines, whose last then ends with an ellipsis.
 */
export function fittedLines(text: string, room: TextRoom): string[] {
  const { width, size, weight, most = Number.POSITIVE_INFINITY } = room;
  const fits = (line: string) => textWidth(line, size, weight) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = fits(word) ? [word] : brokenWord(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces[pieces.length - 1];
    // A name of a million letters need not be laid out to be cut.
    if (lines.length > most) break;
  }
  lines.push(line);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cutAtEnd(lines.slice(most - 1).join(' '), fits)];
}

/** The text as it fits on one line, cut at its end. */
export function fittedLine(text: string, room: Omit<TextRoom, 'most'>): string {
  const fits = (line: string) => textWidth(line, room.size, room.weight) <= room.width;
  const line = oneLine(text);
  return fits(line) ? line : cutAtEnd(line, fits);
}

/** The width of the widest line. */
export function widestLine(lines: readonly string[], size: number, weight?: Weight): number {
  return Math.max(0, ...lines.map((line) => textWidth(line, size, weight)));
}

function brokenWord(word: string, fits: (line: string) => boolean): string[] {
  const pieces: string[] = [];
  let rest = [...word];
  while (rest.length > 0 && !fits(rest.slice(0, 400).join(''))) {
    let length = 1;
    while (length < rest.length && fits(rest.slice(0, length + 1).join(''))) length++;
    const joint = rest.slice(0, length).findLastIndex((character) => JOINT.test(character)) + 1;
    // A joint near the beginning would leave a line almost empty.
    const taken = joint > length / 3 ? joint : length;
    pieces.push(rest.slice(0, taken).join(''));
    rest = rest.slice(taken);
    if (pieces.length > 40) break;
  }
  return rest.length > 0 ? [...pieces, rest.join('')] : pieces;
}

function cutAtEnd(text: string, fits: (line: string) => boolean): string {
  const characters = [...text.slice(0, 2000)];
  let kept = characters.length;
  while (kept > 0 && !fits(`${characters.slice(0, kept).join('').trimEnd()}…`)) kept--;
  return `${characters.slice(0, kept).join('').trimEnd()}…`;
}
