import type { Element } from 'xast';
import { INK, label, MUTED } from './drawing.ts';
import { fittedLines } from './fitted-text.ts';

/** What stands over a figure. */
export interface FigureTitle {
  readonly title: string;
  /** Empty for none. */
  readonly subtitle: string;
}

/**
 * The title of a figure: by default what it shows and of which model, with `notes` below it. A title that was given takes
 * the first line, and the description the beginning of the second; null is no title at all.
 */
export function figureTitle(
  given: string | null | undefined,
  description: string,
  model: string,
  notes: readonly string[],
): FigureTitle | null {
  if (given === null) return null;
  const said = notes.filter((note) => note !== '');
  if (given === undefined) return { title: `${description}: ${model}`, subtitle: said.join(' ') };
  return { title: given, subtitle: [`${description}.`, ...said].join(' ') };
}

/** A title laid out for a width: no wider, and no higher than three lines and four. */
export interface TitleLines {
  readonly title: readonly string[];
  readonly subtitle: readonly string[];
  readonly titleSize: number;
  readonly subtitleSize: number;
  /** Of the lines, with the distance to what is below. */
  readonly height: number;
}

const SIZES = { wide: { title: 12, subtitle: 9 }, narrow: { title: 10, subtitle: 8 } };
/** Figures that fit into a column of a page have smaller text over them. */
export const NARROW = 420;

export function titleLines(text: FigureTitle | null, width: number): TitleLines {
  const sizes = width < NARROW ? SIZES.narrow : SIZES.wide;
  const { title: titleSize, subtitle: subtitleSize } = sizes;
  const title =
    text === null ? [] : fittedLines(text.title, { width, size: titleSize, weight: 'bold', most: 3 });
  const subtitle =
    text === null || text.subtitle === ''
      ? []
      : fittedLines(text.subtitle, { width, size: subtitleSize, most: 4 });
  const lines = title.length * titleSize * 1.25 + subtitle.length * subtitleSize * 1.35;
  return { title, subtitle, titleSize, subtitleSize, height: text === null ? 0 : lines + 10 };
}

/** The lines as SVG, from `top` downwards. */
export function titleElements(
  { title, subtitle, titleSize, subtitleSize }: TitleLines,
  left: number,
  top: number,
): Element[] {
  const below = top + title.length * titleSize * 1.25 + 2;
  return [
    ...title.map((line, at) =>
      label(line, left, top + titleSize * (0.95 + 1.25 * at), { size: titleSize, weight: 'bold', fill: INK }),
    ),
    ...subtitle.map((line, at) =>
      label(line, left, below + subtitleSize * (1 + 1.35 * at), { size: subtitleSize, fill: MUTED }),
    ),
  ];
}
