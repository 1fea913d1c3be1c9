import { textWidth } from './font.ts';
import { truncate } from './text-layout.ts';

const MARGIN = 16;
const GAP = 5;
/** Between the input, the trained map and the stages. */
const GROUP_GAP = 14;
const TITLE_HEIGHT = 44;
const BRACKET_HEIGHT = 18;
const LONGEST_METHOD = 150;
const LONGEST_HEADING = 140;
const LEAST_WIDTH = 480;
export const METHOD_SIZE = 10;
export const HEADING_SIZE = 9.5;
/** Of slanted headings, in degrees. */
export const SLANT = 35;

export interface Heading {
  readonly text: string;
  readonly full: string;
}

/** Where everything of a cascade figure stands, in SVG units. */
export interface CascadeLayout {
  readonly margin: number;
  readonly width: number;
  /** Side of a picture. */
  readonly cell: number;
  readonly rowHeight: number;
  /** Left edges of the columns: input, trained, stages. */
  readonly lefts: readonly number[];
  readonly headings: readonly Heading[];
  readonly slanted: boolean;
  readonly bracketTop: number;
  /** Baseline of the headings. */
  readonly headingBaseline: number;
  /** Top edge of the first row. */
  readonly top: number;
  readonly methodWidth: number;
  readonly scoreSize: number;
}

/**
 * Sizes of a figure with these method names and column headings (input, trained, stages). Many stages make the cells
 * smaller; headings that are wider than a cell are slanted; long names are cut.
 */
export function cascadeLayout(methods: readonly string[], names: readonly string[]): CascadeLayout {
  const stages = names.length - 2;
  const cell = stages <= 6 ? 72 : stages <= 12 ? 62 : 52;
  const heading = (text: string) => textWidth(text, HEADING_SIZE);
  const slanted = names.some((name) => heading(name) > cell + GAP - 3);
  const headings = names.map((full) => ({
    full,
    text: slanted ? truncate(full, LONGEST_HEADING, heading) : full,
  }));

  const widest = Math.max(76, ...methods.map((method) => textWidth(method, METHOD_SIZE, 'bold')));
  const methodWidth = Math.min(widest, LONGEST_METHOD);
  const first = MARGIN + methodWidth + GROUP_GAP;
  const trained = first + cell + GROUP_GAP;
  const stage = trained + cell + GROUP_GAP;
  const lefts = [first, trained, ...Array.from({ length: stages }, (_each, at) => stage + at * (cell + GAP))];

  const radians = (SLANT * Math.PI) / 180;
  const widths = headings.map(({ text }) => heading(text));
  const headingHeight = slanted ? Math.max(...widths) * Math.sin(radians) + 8 : 12;
  // A slanted heading reaches beyond its column; only the last columns can reach beyond the figure.
  const reach = slanted ? widths.map((width, at) => lefts[at] + cell / 2 + width * Math.cos(radians)) : [];
  const right = Math.max(lefts[lefts.length - 1] + cell, ...reach);
  const headingBaseline = MARGIN + TITLE_HEIGHT + BRACKET_HEIGHT + headingHeight;
  return {
    margin: MARGIN,
    width: Math.max(LEAST_WIDTH, right + MARGIN),
    cell,
    rowHeight: cell + 20,
    lefts,
    headings,
    slanted,
    bracketTop: MARGIN + TITLE_HEIGHT,
    headingBaseline,
    top: headingBaseline + 7,
    methodWidth,
    scoreSize: cell < 60 ? 7.5 : 8.5,
  };
}
