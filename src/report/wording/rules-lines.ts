import type { Report } from '../../results/report.ts';
import { plainTable } from './plain-table.ts';
import { RULES_LEGEND, rulesTable, shortRulesTable } from './rules-table.ts';
import { columns, wrap } from './text-layout.ts';

const BANDS_ELSEWHERE =
  'Intervals, bands and bounds have no room here: report.md and report.json (--out) have them.';

/**
 * What other rules say of the same scores, as lines of at most `width` columns: one table, without intervals and bands
 * where those have no room, or a paragraph a gate where names leave room for no table. `aside` paints what explains it.
 */
export function rulesLines(
  report: Pick<Report, 'rules' | 'checks'>,
  width: number,
  aside: (line: string) => string,
): string[] {
  const whole = rulesTable(report);
  if (whole.length === 0) return [];
  const explained = (...texts: readonly string[]) =>
    texts.flatMap((text) => wrap(text, width - 2).map((line) => aside(`  ${line}`)));
  const table = fitting(whole, width);
  if (table) return [...table, ...explained(...RULES_LEGEND)];
  const short = fitting(shortRulesTable(report), width);
  if (short) return [...short, ...explained(...RULES_LEGEND, BANDS_ELSEWHERE)];
  return [...paragraphs(whole, width), ...explained(...RULES_LEGEND)];
}

function fitting(rows: readonly (readonly string[])[], width: number): string[] | null {
  const lines = plainTable(
    rows,
    rows[0].map(() => 'left' as const),
  );
  return lines.every((line) => columns(line) <= width) ? lines : null;
}

function paragraphs([head, ...rows]: readonly (readonly string[])[], width: number): string[] {
  return rows.flatMap(([method, gate, ...cells]) => {
    const answers = cells.flatMap((cell, at) => (cell === '' ? [] : [`${head[at + 2]} ${cell}`]));
    return [
      ...wrap(`${method}, ${gate}`, width),
      ...wrap(answers.join('; '), width - 2).map((line) => `  ${line}`),
    ];
  });
}
