import type { Element } from 'xast';
import { x } from 'xastscript';
import type { Report } from '../../results/report.ts';
import { modelName } from '../wording/model-name.ts';
import { type CardCell, cardLegend, NO_SCORE, type ReportCard, reportCard } from '../wording/report-card.ts';
import { oneLine } from '../wording/text-layout.ts';
import { badge, FAINT, label, MUTED, svgDocument } from './drawing.ts';
import { evenly, type Page, paged, pageHeight, pageText } from './figure-page.ts';
import { figureTitle, titleElements, titleLines } from './figure-title.ts';
import { type FigureWidth, widthInUnits } from './figure-width.ts';
import { fittedLine, fittedLines } from './fitted-text.ts';
import { textWidth } from './font.ts';

export interface CardFigureOptions {
  /** Over the whole, in place of what it shows and the model's name; null for none. */
  readonly title?: string | null;
  readonly width?: FigureWidth;
}

const ROW = 22;
const MARGIN = 16;
const SIZE = 9;
const HEAD = 9.5;
const HEAD_LINE = 12;
/** Of a column: a badge and a word. */
const CELL = { most: 104, least: 84, gap: 10, badge: 15 };
const NAME = { least: 60, most: 190 };
/** Room for columns where no width is asked for. */
const USUAL = 1000;

/** The shapes of badges, for the words above them. */
const SHAPES = { passed: '●', failed: '■', inconclusive: '◆' } as const;

type Row = ReportCard['rows'][number];
type Columns = readonly { readonly name: string; readonly check: string | null; readonly at: number }[];

/**
 * The report card as SVG: methods by checks, a shape, a sign and a word to each verdict. Columns that have no room side by side go
 * on below, methods that have no room on further pages. Empty where there is no card.
 */
export function cardPages(report: Report, options: CardFigureOptions = {}): Promise<string[]> {
  const card = reportCard(report);
  return card === null ? Promise.resolve([]) : pagesOf(card, report, options);
}

async function pagesOf(
  card: ReportCard,
  report: Report,
  { title, width: asked }: CardFigureOptions,
): Promise<string[]> {
  const units = asked && widthInUnits(asked);
  const margin = units === undefined ? MARGIN : 2;
  const measure = (text: string) => textWidth(text, SIZE, 'bold');
  // A column has room for the words of a reason, names of methods go on in a second line.
  const names = Math.min(
    NAME.most,
    (units ?? USUAL) - 2 * margin - CELL.gap - CELL.least,
    Math.max(NAME.least, ...card.rows.map(({ method }) => measure(oneLine(method)))),
  );
  const room = (units ?? USUAL) - 2 * margin - names - CELL.gap;
  const across = Math.max(1, Math.floor(room / CELL.most));
  const columns = card.columns.map((column, at) => ({ ...column, at }));
  const blocks = evenly(columns, Math.ceil(columns.length / across));
  const most = Math.max(...blocks.map(({ length }) => length));
  const cell = units === undefined ? CELL.most : Math.min(1.5 * CELL.most, room / most);
  const width = units ?? Math.max(420, 2 * margin + names + CELL.gap + most * cell);

  const draw = (rows: readonly Row[], page: Page): string => {
    const notes = [`${cardLegend(card, SHAPES).join('; ')}.`, NO_SCORE, pageText(page)];
    const head = titleLines(figureTitle(title, 'Report card', modelName(report), notes), width - 2 * margin);
    let top = margin + head.height;
    const drawn = blocks.map((block) => {
      const element = drawBlock(block, rows, { left: margin, top, names, cell, width: width - 2 * margin });
      top = element.bottom + 14;
      return element.element;
    });
    return svgDocument(
      width,
      top - 14 + margin,
      `${oneLine(title ?? report.model.source)}, report card`,
      [...titleElements(head, margin, margin), ...drawn],
      asked,
    );
  };
  const fits = (rows: readonly Row[]) => heightOf(draw(rows, { number: 1, of: 9 })) <= pageHeight(width);
  const pages = await paged(card.rows, fits);
  return pages.map((rows, at) => draw(rows, { number: at + 1, of: pages.length }));
}

const heightOf = (svg: string): number => Number(/viewBox="[\d.]+ [\d.]+ [\d.]+ ([\d.]+)"/.exec(svg)?.[1]);

interface Place {
  readonly left: number;
  readonly top: number;
  readonly names: number;
  readonly cell: number;
  readonly width: number;
}

function drawBlock(
  columns: Columns,
  rows: readonly Row[],
  { left, top, names, cell, width }: Place,
): { element: Element; bottom: number } {
  const heads = columns.map(({ name, check }) => ({
    lines: fittedLines(oneLine(name), { width: cell - 8, size: HEAD, weight: 'bold', most: 3 }),
    of: check === null ? [] : fittedLines(oneLine(check), { width: cell - 8, size: SIZE - 1, most: 2 }),
  }));
  const lines = Math.max(...heads.map((head) => head.lines.length + head.of.length));
  const at = (column: number) => left + names + CELL.gap + column * cell;
  const first = top + lines * HEAD_LINE + 6;
  const rule = (y: number) =>
    x('path', { d: `M${left} ${y}H${left + width}`, stroke: FAINT, 'stroke-width': 0.75 });
  const element = x('g', [
    ...heads.flatMap((head, column) => {
      const start = lines - head.lines.length - head.of.length;
      const base = (line: number) => top + (start + line + 0.8) * HEAD_LINE;
      return [
        ...head.lines.map((text, line) =>
          label(text, at(column), base(line), { size: HEAD, weight: 'bold' }),
        ),
        ...head.of.map((text, line) =>
          label(text, at(column), base(head.lines.length + line), { size: SIZE - 1, fill: MUTED }),
        ),
      ];
    }),
    rule(first),
    ...rows.flatMap(({ method, cells }, row) => {
      const upper = first + row * ROW;
      const name = oneLine(method);
      return [
        ...nameElements(name, left, upper, names),
        ...columns.map((column, place) =>
          cellElement(cells[column.at], at(place), upper + (ROW - 10) / 2, cell),
        ),
        rule(upper + ROW),
      ];
    }),
  ]);
  return { element, bottom: first + rows.length * ROW };
}

/** In one line or two, in the middle of a row. */
function nameElements(name: string, left: number, top: number, width: number): Element[] {
  const lines = fittedLines(name, { width, size: SIZE, weight: 'bold', most: 2 });
  return lines.map((line, at) =>
    label(line, left, top + ROW * 0.64 + (at - (lines.length - 1) / 2) * 1.1 * SIZE, {
      ...{ size: SIZE, weight: 'bold' },
      full: lines.join('') === name ? line : name,
    }),
  );
}

/** The words of a reason, which spaces and hyphens join, in lines that fit. */
function wordLines(word: string, room: number): string[] {
  const lines: string[] = [];
  for (const part of word.split(/(?<=[- ])/)) {
    const joined = `${lines.at(-1) ?? ''}${part}`;
    if (lines.length > 0 && textWidth(joined.trim(), SIZE) <= room) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines.map((line) => fittedLine(line.trim(), { width: room, size: SIZE }));
}

function cellElement({ status, sign, word }: CardCell, left: number, top: number, cell: number): Element {
  if (status === null) return label(`${sign} ${word}`, left + 2, top + 8.3, { size: SIZE, fill: MUTED });
  const room = cell - CELL.badge - 6;
  return badge(status, left, top, SIZE, wordLines(word, room), word);
}
