import { columns, oneLine, truncate } from './text-layout.ts';

/** A name that would take more lines in a table is cut. */
const MOST_LINES = 3;

/** Methods and reasons are words joined by hyphens: a long one goes on in the next line, behind a hyphen. */
export function wrapHyphens(name: string, width: number): string {
  const line = oneLine(name);
  if (columns(line) <= width) return line;
  const parts = line.split(/(?<=-)/);
  const lines = [''];
  for (const part of parts) {
    const joined = lines[lines.length - 1] + part;
    if (columns(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(truncate(part, width));
  }
  const filled = lines.filter((line) => line !== '');
  return filled.length > MOST_LINES ? truncate(line, width) : filled.join('\n');
}
