/** What a benchmark measured, ready to be printed or written as JSON. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What a reader needs to judge the numbers: what was left out, how runs were paired. */
  readonly notes: readonly string[];
  /** The numbers behind the cells, for the JSON. */
  readonly data?: unknown;
}

/** The table as aligned plain text. */
export function printed(table: Table): string {
  const lines = [table.columns, ...table.rows];
  const widths = table.columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
  return [table.title, '', ...text, '', ...table.notes].join('\n');
}
