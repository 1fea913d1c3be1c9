import Table from 'cli-table3';

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: ' ' },
};

export type Align = 'left' | 'right';
export interface Spanning {
  readonly content: string;
  readonly colSpan: number;
}

/** Lines of a table without rules: cells in columns one space apart, no blanks at the ends of lines. */
export function plainTable(
  rows: readonly (readonly (string | Spanning)[])[],
  align: readonly Align[],
): string[] {
  const table = new Table({
    chars: NO_LINES,
    colAligns: [...align],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
