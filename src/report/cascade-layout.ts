import { InputError } from '../errors.ts';
import { textWidth } from './font.ts';
import { truncate } from './text-layout.ts';

const GAP = 5;
/** Between the input, the trained map and the stages. */
const GROUP_GAP = 14;
const TITLE_HEIGHT = 44;
const BRACKET_HEIGHT = 18;
const LONGEST_METHOD = 150;
const LONGEST_HEADING = 140;
const LEAST_WIDTH = 480;
const LEAST_CELL = 14;
const BLOCK_HEADING = 20;
export const SCORE_LINE = 9;
export const METHOD_SIZE = 10;
export const HEADING_SIZE = 9.5;
/** Of slanted headings, in degrees: steeper where narrow columns would let them run together. */
const SLANT = 35;
const STEEP_SLANT = 60;

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
  /** Of the headings, in degrees; 0 where they lie flat. */
  readonly slant: number;
  readonly bracketTop: number;
  /** Baseline of the headings. */
  readonly headingBaseline: number;
  /** Top edges of the rows. */
  readonly tops: readonly number[];
  /** Lower edge of the last row. */
  readonly bottom: number;
  readonly methodWidth: number;
  readonly scoreSize: number;
  /** Whether the scores of a map stand below each other, because its cell is too narrow for them. */
  readonly stacked: boolean;
}

export interface CascadeContent {
  /** What stands at the left of the rows. */
  readonly rows: readonly { readonly name: string; readonly heading: string | null }[];
  /** Over the columns: input, trained, stages. */
  readonly names: readonly string[];
  /** Scores under each map. */
  readonly scores: number;
  readonly titled: boolean;
  /** Of the whole figure, in units; by default the cells have their usual size. */
  readonly width?: number;
}

/**
 * Sizes of a figure. Many stages make the cells smaller; headings that are wider than a cell are slanted; long names are
 * cut. With a given width text keeps its size and the cells take what is left.
 */
export function cascadeLayout(content: CascadeContent): CascadeLayout {
  const stages = content.names.length - 2;
  const usual = stages <= 6 ? 72 : stages <= 12 ? 62 : 52;
  if (content.width === undefined) return layoutOf(content, usual);
  let cell = usual;
  // Slanted headings reach further as cells get smaller, so the room is found step by step.
  for (let round = 0; round < 8; round++) {
    const left = content.width - layoutOf(content, cell).width;
    cell += left / content.names.length;
    if (Math.abs(left) < 0.5) break;
  }
  if (!(cell >= LEAST_CELL)) {
    throw new InputError({
      thing: 'the width of the figure',
      expected: `room for ${content.names.length} columns`,
      found: `${Math.floor(content.width)} units`,
      hint: 'Make it wider, or choose fewer stages.',
    });
  }
  return { ...layoutOf(content, cell), width: content.width };
}

function layoutOf({ rows, names, scores, titled, width }: CascadeContent, cell: number): CascadeLayout {
  const margin = width === undefined ? 16 : 2;
  const heading = (text: string) => textWidth(text, HEADING_SIZE);
  const slanted = names.some((name) => heading(name) > cell + GAP - 3);
  const slant = slanted ? (cell < 40 ? STEEP_SLANT : SLANT) : 0;
  const headings = names.map((full) => ({
    full,
    text: slanted ? truncate(full, LONGEST_HEADING, heading) : full,
  }));
  const gap = cell < 40 ? 2.5 : GAP;
  const groupGap = cell < 40 ? 6 : GROUP_GAP;

  const widest = Math.max(76, ...rows.map(({ name }) => textWidth(name, METHOD_SIZE, 'bold')));
  const methodWidth = Math.min(widest, LONGEST_METHOD);
  const first = margin + methodWidth + groupGap;
  const trained = first + cell + groupGap;
  const stage = trained + cell + groupGap;
  const lefts = [
    first,
    trained,
    ...Array.from({ length: names.length - 2 }, (_each, at) => stage + at * (cell + gap)),
  ];

  const radians = (slant * Math.PI) / 180;
  const widths = headings.map(({ text }) => heading(text));
  const headingHeight = slanted ? Math.max(...widths) * Math.sin(radians) + 8 : 12;
  // A slanted heading reaches beyond its column; only the last columns can reach beyond the figure.
  const reach = slanted ? widths.map((each, at) => lefts[at] + cell / 2 + each * Math.cos(radians)) : [];
  const right = Math.max(lefts[lefts.length - 1] + cell, ...reach);
  const bracketTop = margin + (titled ? TITLE_HEIGHT : 0);
  const headingBaseline = bracketTop + (slanted ? 0 : BRACKET_HEIGHT) + headingHeight;

  const scoreSize = cell < 30 ? 7 : cell < 60 ? 7.5 : 8.5;
  const stacked = scores * textWidth('-.00 ', scoreSize) > cell + gap;
  const below = scores === 0 ? 6 : stacked ? scores * SCORE_LINE + 5 : 20;
  const rowHeight = Math.max(cell, 22) + below;
  const tops: number[] = [];
  let top = headingBaseline + 7;
  for (const row of rows) {
    if (row.heading !== null) top += BLOCK_HEADING;
    tops.push(top);
    top += rowHeight;
  }
  return {
    margin,
    width: Math.max(width === undefined ? LEAST_WIDTH : 0, right + margin),
    cell,
    rowHeight,
    lefts,
    headings,
    slant,
    bracketTop,
    headingBaseline,
    tops,
    bottom: top,
    methodWidth,
    scoreSize,
    stacked,
  };
}
