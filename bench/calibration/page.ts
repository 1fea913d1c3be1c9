import { readFile, writeFile } from 'node:fs/promises';

const mark = (part: string, end: 'begin' | 'end') => `<!-- made by npm run calibrate, ${part}: ${end} -->`;

/** Puts texts between the marks of their parts on a page; parts that the page has no marks of are left out. */
export async function writeParts(page: string, parts: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(page, 'utf8');
  for (const [part, made] of Object.entries(parts)) {
    const [begin, end] = [mark(part, 'begin'), mark(part, 'end')];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) continue;
    text = `${text.slice(0, from + begin.length)}\n\n${made}\n\n${text.slice(to)}`;
  }
  await writeFile(page, text);
}
