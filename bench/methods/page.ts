import { readFile, writeFile } from 'node:fs/promises';
import { ENTRIES } from './catalogue.ts';
import type { Found } from './found.ts';
import { literatureTable, shortcomings } from './literature.ts';
import { markdownTable } from './markdown.ts';
import type { Size } from './measure.ts';
import { changedText } from './settings.ts';
import { leftOut, outputTable, verdictTable } from './tables.ts';

/** What the command puts into the page, by the place that it has there. */
export type Parts = Readonly<Record<'size' | 'verdicts' | 'literature' | 'output' | 'left-out', string>>;

/** Everything of the page that is measured. */
export function partsOf(found: Found, { inputs, draws, permutations }: Size): Parts {
  const networks = [...new Set(found.columns.map(({ network }) => network))].map((name) => ({
    name,
    ...ENTRIES[name],
  }));
  return {
    size: [
      markdownTable([
        ['name', 'network', 'file'],
        ...networks.map(({ name, words, model }) => [name, words, `\`${model}\``]),
      ]),
      `${inputs} inputs; ${draws} draws of the cascade, gated where the output layer and where all layers are random; ${permutations} networks trained on ` +
        `random labels. Settings are the defaults, with fewer repetitions where there are many: ${changedText(networks.map(({ side }) => side))}.`,
    ].join('\n\n'),
    verdicts: verdictTable(found),
    literature: `${literatureTable(found)}\n\n${shortcomings(found)}`,
    output: outputTable(found),
    'left-out': leftOut(found),
  };
}

/** Puts the parts into their places on the page. Throws where the page has no such place. */
export async function writeParts(file: string, parts: Parts): Promise<void> {
  let page = await readFile(file, 'utf8');
  for (const [name, text] of Object.entries(parts)) {
    const [begin, end] = ['begin', 'end'].map((what) => `<!-- npm run methods, ${name}: ${what} -->`);
    const [from, to] = [page.indexOf(begin), page.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${file}: expected ${begin} and ${end}`);
    page = `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
  }
  await writeFile(file, page);
}
