import { markdownText } from '../src/report/wording/markdown-text.ts';

/** A sentence of the code as Markdown: what stands between back-ticks there is code here too. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 1 ? part.replaceAll('|', '\\|') : escaped(part)))
    .join('');
}

/** Escaped text with the blanks around it, which parts of a sentence need. */
function escaped(part: string): string {
  const [, before, text, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(part)!;
  return `${before}${text === '' ? '' : markdownText(text)}${after}`;
}
