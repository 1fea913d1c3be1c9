import { truncate } from '../wording/text-layout.ts';
import type { CascadeBlock, CascadeRow } from './cascade-rows.ts';
import { type FigureTitle, NARROW, type TitleLines, titleLines } from './figure-title.ts';
import { fittedLines, widestLine } from './fitted-text.ts';
import { textWidth } from './font.ts';

const LEAST_WIDTH = 480;
const LEAST_CELL = 14;
/** Of a figure that has more room than its maps need. */
const MOST_CELL = 120;
/** Of slanted headings, in degrees: steeper where narrow columns would let them run together. */
const SLANT = 35;
const STEEP_SLANT = 60;
const BRACKET_HEIGHT = 18;
const BLOCK_GAP = 16;
export const SCORE_LINE = 9;

export interface Heading {
  readonly text: string;
  readonly full: string;
}

/** A row in its place. */
export interface PlacedRow extends CascadeRow {
  /** Upper edge of its maps. */
  readonly top: number;
  /** Middle of its name and verdict. */
  readonly middle: number;
  readonly nameLines: readonly string[];
  readonly noteLines: readonly string[];
}

export interface PlacedBlock {
  readonly input: number;
  readonly top: number;
  readonly caption: readonly string[];
  readonly rows: readonly PlacedRow[];
}

/** Where everything of a cascade figure stands, in SVG units. */
export interface CascadeLayout {
  readonly margin: number;
  readonly width: number;
  readonly title: TitleLines;
  /** Side of a map. */
  readonly cell: number;
  /** Side of the pictures of inputs, in the column at the left; 0 where they have none. */
  readonly picture: number;
  /** Width of that column. */
  readonly side: number;
  /** Left edge of the names of rows. */
  readonly names: number;
  /** Left edges of the maps: trained, stages. */
  readonly lefts: readonly number[];
  readonly headings: readonly Heading[];
  /** Of the headings, in degrees; 0 where they lie flat. */
  readonly slant: number;
  readonly bracketTop: number;
  /** Baseline of the headings. */
  readonly headingBaseline: number;
  readonly blocks: readonly PlacedBlock[];
  /** Lower edge of the last row. */
  readonly bottom: number;
  readonly sizes: TextSizes;
  readonly scoreSize: number;
  /** Height of the line of words under each map; 0 where there is none. */
  readonly caption: number;
  /** Whether the scores of a map stand below each other, because its cell is too narrow for them. */
  readonly stacked: boolean;
}

export interface TextSizes {
  readonly name: number;
  readonly note: number;
  readonly heading: number;
}

export interface CascadeContent {
  readonly blocks: readonly CascadeBlock[];
  /** Over the maps: trained, stages. */
  readonly columns: readonly string[];
  /** Scores under each map. */
  readonly scores: number;
  /** Whether a line of words stands under each map. */
  readonly captioned?: boolean;
  /** Whether inputs have a picture. */
  readonly pictured: boolean;
  readonly title: FigureTitle | null;
  /** Of the whole figure, in units; by default the cells have their usual size. */
  readonly width?: number;
}

/**
 * Sizes of a figure. Many stages make the cells smaller; headings that are wider than a cell are slanted; long names take
 * several lines. With a given width, which has to be wide enough, text keeps its size and the cells take what is left.
 */
export function cascadeLayout(content: CascadeContent): CascadeLayout {
  const stages = content.columns.length - 1;
  if (content.width === undefined) return layoutOf(content, stages <= 6 ? 72 : stages <= 12 ? 62 : 52);
  const fits = (cell: number) => layoutOf(content, cell).width <= content.width! + 1e-6;
  let [least, most] = [LEAST_CELL, MOST_CELL];
  for (let round = 0; round < 20 && !fits(most); round++) {
    const middle = (least + most) / 2;
    if (fits(middle)) least = middle;
    else most = middle;
    if (most - least < 0.05) most = least;
  }
  return { ...layoutOf(content, most), width: content.width };
}

/** The width that a figure has with cells as small as they can be. */
export const leastWidth = (content: CascadeContent): number => layoutOf(content, LEAST_CELL).width;

/** Whether a width has room for one that is `least` at least; an undefined one has. */
export const isWideEnough = (width: number | undefined, least: number): boolean =>
  width === undefined || least <= width + 1e-6;

function layoutOf(content: CascadeContent, cell: number): CascadeLayout {
  const { columns, scores, pictured } = content;
  const given = content.width;
  const narrow = given !== undefined && given < NARROW;
  const margin = given === undefined ? 16 : 2;
  const sizes = narrow ? { name: 8.5, note: 7.5, heading: 8.5 } : { name: 10, note: 8, heading: 9.5 };
  const gap = cell < 40 ? 2.5 : 5;
  const groupGap = cell < 40 ? 6 : 14;

  const heading = (text: string) => textWidth(text, sizes.heading);
  const slanted = columns.some((name) => heading(name) > cell + gap - 3);
  const slant = slanted ? (cell < 40 ? STEEP_SLANT : SLANT) : 0;
  const longest = narrow ? 100 : 140;
  const headings = columns.map((full) => ({ full, text: slanted ? truncate(full, longest, heading) : full }));

  // Beside several rows of an input there is room for a picture larger than a small map.
  const captioned = content.blocks.some(({ caption }) => caption.length > 0);
  const picture = pictured ? (captioned ? Math.max(cell, narrow ? 36 : 44) : cell) : 0;
  const side = captioned ? Math.max(picture, narrow ? 40 : 60, pictured ? heading('input') : 0) : picture;
  const names = margin + side + (side > 0 ? (narrow ? 7 : 12) : 0);
  const blocks = content.blocks.map((block) =>
    measured(block, side, narrow ? 76 : columns.length > 13 ? 84 : 124, sizes),
  );
  const nameWidth = Math.max(40, ...blocks.flatMap(({ rows }) => rows.map(({ width }) => width)));
  const trained = names + nameWidth + groupGap;
  const first = trained + cell + groupGap;
  const lefts = [trained, ...columns.slice(1).map((_each, at) => first + at * (cell + gap))];

  const radians = (slant * Math.PI) / 180;
  const widths = headings.map(({ text }) => heading(text));
  // A slanted heading reaches beyond its column; only the last columns can reach beyond the figure.
  const reach = slanted ? widths.map((each, at) => lefts[at] + cell / 2 + each * Math.cos(radians)) : [];
  const right = Math.max(lefts[lefts.length - 1] + cell, ...reach);
  const width = Math.max(given === undefined ? LEAST_WIDTH : 0, right + margin);

  const title = titleLines(content.title, (given ?? width) - 2 * margin);
  const bracketTop = margin + title.height;
  const headingHeight = slanted ? Math.max(...widths) * Math.sin(radians) + 8 : 12;
  const headingBaseline = bracketTop + (slanted ? 0 : BRACKET_HEIGHT) + headingHeight;
  const scoreSize = narrow || cell < 30 ? 7 : cell < 60 ? 7.5 : 8.5;
  const stacked = scores * textWidth('−.00 ', scoreSize) > cell + gap;
  const caption = content.captioned ? SCORE_LINE : 0;
  const below =
    caption + (scores === 0 ? (content.captioned ? 11 : 6) : stacked ? scores * SCORE_LINE + 6 : 20);
  const placed = placeBlocks(blocks, headingBaseline + 7, cell, picture, below, sizes);
  const facts = { margin, width, title, cell, picture, side, names, lefts, headings, slant, bracketTop };
  return { ...facts, headingBaseline, ...placed, sizes, scoreSize, caption, stacked };
}

type MeasuredRow = CascadeRow & Pick<PlacedRow, 'nameLines' | 'noteLines'> & { readonly width: number };
type MeasuredBlock = Omit<PlacedBlock, 'rows' | 'top'> & { readonly rows: readonly MeasuredRow[] };

function measured(block: CascadeBlock, side: number, room: number, { name, note }: TextSizes): MeasuredBlock {
  const caption = block.caption.flatMap((line) =>
    fittedLines(line, { width: side + 6, size: note, most: 3 }),
  );
  const rows = block.rows.map((row) => {
    const nameLines = fittedLines(row.name, { width: room, size: name, weight: 'bold', most: 3 });
    const noteLines = row.note === null ? [] : fittedLines(row.note, { width: room, size: note, most: 3 });
    const badge = row.status === null ? 0 : 15 + textWidth(row.status, note);
    const widest = Math.max(widestLine(nameLines, name, 'bold'), widestLine(noteLines, note), badge);
    return { ...row, nameLines, noteLines, width: widest };
  });
  return { input: block.input, caption, rows };
}

/** Height of a row's name, its note and its verdict. */
export function headHeight(
  { nameLines, noteLines, status }: Pick<PlacedRow, 'nameLines' | 'noteLines' | 'status'>,
  { name, note }: TextSizes,
): number {
  return nameLines.length * name * 1.2 + noteLines.length * note * 1.25 + (status === null ? 0 : 14);
}

function placeBlocks(
  blocks: readonly MeasuredBlock[],
  start: number,
  cell: number,
  picture: number,
  below: number,
  sizes: TextSizes,
): { blocks: PlacedBlock[]; bottom: number } {
  let top = start;
  const placed = blocks.map((block, index) => {
    // Rows that are inputs of one method are as near to each other as rows of one input.
    if (index > 0 && block.caption.length > 0) top += BLOCK_GAP;
    const blockTop = top;
    const rows = block.rows.map((row) => {
      const height = Math.max(cell, headHeight(row, sizes));
      const place = { ...row, top: top + height - cell, middle: top + height / 2 };
      top += height + below;
      return place;
    });
    const beside = picture + (block.caption.length > 0 ? block.caption.length * sizes.note * 1.25 + 8 : 0);
    top = Math.max(top, blockTop + beside);
    return { input: block.input, caption: block.caption, top: blockTop, rows };
  });
  return { blocks: placed, bottom: top };
}
