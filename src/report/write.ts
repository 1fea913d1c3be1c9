import { join } from 'node:path';
import type { Pictures } from '../harness/pictures.ts';
import type { Notice, Report } from '../harness/report.ts';
import { requireWritable, writeWhole } from './atomic-file.ts';
import { eachFigure, type Figure, type FigureOptions } from './draw-figures.ts';
import type { FigureFormat } from './figure-formats.ts';
import { reportHtml } from './html/report-html.ts';
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
 * Writes the files of a run: report.json, report.md, report.html, junit.xml, scores.ndjson, maps/ and figures/. Every file appears
 * whole or not at all; what cost the run its time is written before the figures are drawn. `onNotice` hears of figures
 * that take several pages.
 * @returns the paths, in the order in which they were written
 * @throws InputError when the folder cannot be written
 */
export async function writeReport(
  directory: string,
  { report, pictures, scores }: RunResults,
  options: FigureOptions = {},
  onNotice?: (notice: Notice) => void,
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
  await write('report.html', await reportHtml(report, pictures));
  await write('junit.xml', reportJunit(report));
  async function* told() {
    for await (const figure of eachFigure(report, pictures, options)) {
      if (figure.notice) onNotice?.({ code: 'figure-pages', message: figure.notice });
      yield figure;
    }
  }
  const figures = await writeFigures(join(directory, 'figures'), told());
  return [...paths, ...figures];
}

/** Writes every figure, as SVG and PNG by default, and returns the paths. */
export async function writeFigures(
  directory: string,
  figures: Iterable<Figure> | AsyncIterable<Figure>,
  formats: readonly FigureFormat[] = ['svg', 'png'],
): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, svg, png, madeAt } of figures) {
    const contents = {
      svg: () => svg,
      png: () => png,
      // Loaded here: few runs need it, and it is large.
      pdf: async () => (await import('./pdf/figure-pdf.ts')).figurePdf(svg, madeAt),
    };
    for (const format of formats) {
      const path = join(directory, `${name}.${format}`);
      await writeWhole(path, await contents[format]());
      paths.push(path);
    }
  }
  return paths;
}
