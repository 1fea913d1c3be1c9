import type { Report, Status } from '../../results/report.ts';
import { markdownTable, markdownText } from './markdown-text.ts';
import { plainTable } from './plain-table.ts';
import { type CardCell, cardLegend, NO_SCORE, reportCard } from './report-card.ts';
import { columns, oneLine, truncate, wrap } from './text-layout.ts';
import { wrapHyphens } from './wrap-hyphens.ts';

/** A longer name of a method goes on in the next line. */
const LONGEST_NAME = 24;
/** Of a column, with the sign before a word: what is longer goes on in the next line. */
const LONGEST_HEAD = 15;
const LONGEST_WORD = 11;

type Painters = Readonly<Record<Status, (text: string) => string>>;

/**
 * The report card for a terminal: a table of signs and words, in parts one below the other where it has more columns than
 * `width` has room for, then what the signs mean. Empty where there is no card.
 */
export function cardLines(report: Report, width: number, paint: Painters): string[] {
  const card = reportCard(report);
  if (card === null) return [];
  const names = ['method', ...card.rows.map(({ method }) => wrapHyphens(method, LONGEST_NAME))];
  const heads = card.columns.map(({ name }) => wrapHyphens(name, LONGEST_HEAD));
  const widths = heads.map((head, at) =>
    widest([head, ...card.rows.map(({ cells }) => cellLines(cells[at]).join('\n'))]),
  );
  const tables = partsOf(widths, width - widest(names)).map((part) =>
    plainTable(
      names.map((name, row) => [
        name,
        ...part.map((at) => (row === 0 ? heads[at] : painted(card.rows[row - 1].cells[at], paint))),
      ]),
      ['left', ...part.map(() => 'left' as const)],
    ),
  );
  const between = tables.flatMap((table, at) => (at === 0 ? table : ['', ...table]));
  return [...between, ...wrap(`${cardLegend(card).join('; ')}. ${NO_SCORE}`, width)];
}

const widest = (texts: readonly string[]): number =>
  Math.max(...texts.flatMap((text) => text.split('\n').map(columns)));

/** Columns that stand side by side, as many as there is room for. */
function partsOf(widths: readonly number[], room: number): number[][] {
  const parts: number[][] = [[]];
  let taken = 0;
  for (const [at, each] of widths.entries()) {
    taken += each + 1;
    if (taken > room && parts[parts.length - 1].length > 0) {
      parts.push([]);
      taken = each + 1;
    }
    parts[parts.length - 1].push(at);
  }
  return parts;
}

function cellLines({ sign, word }: CardCell): string[] {
  // Words end lines, and words joined by hyphens where these are too long.
  const lines =
    word.split(' ').length > 1 ? wrap(word, LONGEST_WORD) : wrapHyphens(word, LONGEST_WORD).split('\n');
  return lines.map((line, at) => `${at === 0 ? sign : ' '} ${line}`);
}

const painted = (cell: CardCell, paint: Painters): string =>
  cellLines(cell)
    .map((line) => (cell.status === null ? line : paint[cell.status](line)))
    .join('\n');

/** The report card as a table of Markdown with its legend; empty where there is no card. */
export function cardMarkdown(report: Report): string[] {
  const card = reportCard(report);
  if (card === null) return [];
  const head = card.columns.map(({ name, check }) =>
    markdownText(check === null ? name : `${name} (${check})`),
  );
  const rows = card.rows.map(({ method, cells }) => [
    markdownText(truncate(oneLine(method), 80)),
    ...cells.map(({ sign, word }) => `${sign} ${markdownText(word)}`),
  ]);
  return [
    markdownTable([['method', ...head], ...rows], 1 + head.length),
    `${cardLegend(card).join('; ')}. ${NO_SCORE}`,
  ];
}
