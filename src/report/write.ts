import { join } from 'node:path';
import type { Pictures } from '../harness/pictures.ts';
import type { Report } from '../harness/report.ts';
import { requireWritable, writeWhole } from './atomic-file.ts';
import { drawFigures, type Figure, type FigureOptions } from './draw-figures.ts';
import { reportJson } from './json.ts';
import { reportJunit } from './junit.ts';
import { reportMarkdown } from './markdown.ts';
import { encodePictures } from './pictures-store.ts';
import { type ScoreRow, scoreLines } from './scores.ts';

export { requireWritable };

export interface RunResults {
  readonly report: Report;
  /** Null where the run kept no maps: then there are no pictures and no maps folder. */
  readonly pictures: Pictures | null;
  readonly scores: Iterable<ScoreRow> | AsyncIterable<ScoreRow>;
}

/**
 * Writes the files of a run: report.json, report.md, junit.xml, scores.ndjson, maps/ and figures/. Every file appears
 * whole or not at all; what cost the run its time is written before the figures are drawn.
 * @returns the paths, in the order in which they were written
 * @throws InputError when the folder cannot be written
 */
export async function writeReport(
  directory: string,
  { report, pictures, scores }: RunResults,
  options: FigureOptions = {},
): Promise<string[]> {
  await requireWritable(directory);
  const paths: string[] = [];
  const write = async (name: string, content: Parameters<typeof writeWhole>[1]) => {
    const path = join(directory, name);
    await writeWhole(path, content);
    paths.push(path);
  };
  await write('report.json', reportJson(report));
  await write('scores.ndjson', scoreLines(scores));
  for (const [name, bytes] of pictures ? encodePictures(pictures) : []) await write(name, bytes);
  await write('report.md', reportMarkdown(report));
  await write('junit.xml', reportJunit(report));
  return [
    ...paths,
    ...(await writeFigures(join(directory, 'figures'), await drawFigures(report, pictures, options))),
  ];
}

/** Writes every figure as SVG and PNG and returns the paths. */
export async function writeFigures(directory: string, figures: readonly Figure[]): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, svg, png } of figures) {
    for (const [ending, content] of [
      ['svg', svg],
      ['png', png],
    ] as const) {
      const path = join(directory, `${name}.${ending}`);
      await writeWhole(path, content);
      paths.push(path);
    }
  }
  return paths;
}
