import { oneLine } from './text-layout.ts';

/** Text that Markdown shows as it is, on one line: no markup, list, HTML, table cell or link of its own. */
export function markdownText(text: string): string {
  return inline(oneLine(text))
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)(?=[.)])/, '$1\\');
}

function inline(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]~#!]/g, '\\$&')
    .replaceAll('|', '\\|')
    .replaceAll('://', '&#58;//')
    .replace(/(www)\./gi, '$1&#46;')
    .replaceAll('@', '&#64;');
}

/** A fenced block. The fence is longer than any run of back-ticks within, so that the content cannot close it. */
export function codeBlock(text: string, language = ''): string {
  const runs = [...text.matchAll(/`+/g)].map((run) => run[0].length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A table; the first row is its head. Columns from the `numbersFrom`-th on are aligned to the right. */
export function markdownTable(rows: readonly (readonly string[])[], numbersFrom: number): string {
  const rule = rows[0].map((_cell, index) => (index < numbersFrom ? '---' : '---:'));
  return [rows[0], rule, ...rows.slice(1)].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
