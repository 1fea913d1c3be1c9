import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireWritable } from '../../disk/require-writable.ts';
import { writeWholeFile } from '../../disk/whole-file.ts';
import { InputError } from '../../errors.ts';
import type { Pictures } from '../../results/pictures.ts';
import type { Notice, Report } from '../../results/report.ts';
import { thrownText } from '../../thrown-text.ts';
import { eachFigure, type Figure, type FigureOptions } from '../figures/draw-figures.ts';
import type { FigureFormat } from '../figures/figure-formats.ts';
import { type Pages, pagesNotice } from '../figures/pages-notice.ts';
import { reportHtml } from '../html/report-html.ts';
import { reportJson } from '../reporters/json.ts';
import { reportJunit } from '../reporters/junit.ts';
import { reportMarkdown } from '../reporters/markdown.ts';
import { removeLeftOver } from './left-over.ts';
import { encodePictures } from './pictures-store.ts';
import { type ScoreRow, scoreLines } from './scores.ts';

export interface RunResults {
  readonly report: Report;
  /** Null where the run kept no maps: then there are no pictures and no maps folder. */
  readonly pictures: Pictures | null;
  readonly scores: Iterable<ScoreRow> | AsyncIterable<ScoreRow>;
}

/**
 * Writes the files of a run: report.json, report.md, report.html, junit.xml, scores.ndjson, maps/ and figures/. Every file appears
 * whole or not at all; the verdicts and what cost the run its time are written before anything is drawn. What cannot be
 * drawn is left out, and a notice in the files says so.
 * Figures and maps that an earlier run left in the folder are deleted.
 * @param notify is told of those notices, and of figures that take several pages
 * @returns the paths, in the order in which they were first written
 * @throws InputError when the folder cannot be written
 */
export async function writeReport(
  directory: string,
  { report, pictures, scores }: RunResults,
  options: FigureOptions = {},
  notify: (notice: Notice) => void = () => {},
): Promise<string[]> {
  await requireWritable(directory);
  const paths = new Set<string>();
  const faults: Notice[] = [];
  const fault = (what: string, error: unknown) => {
    const notice = { code: 'not-drawn', message: `${what} could not be drawn: ${thrownText(error)}` };
    faults.push(notice);
    notify(notice);
  };
  const write = async (name: string, content: Parameters<typeof writeWholeFile>[1]) => {
    const path = join(directory, name);
    await writeWholeFile(path, content);
    paths.add(path);
  };
  const page = async (shown: Report) => {
    try {
      await write('report.html', await reportHtml(shown, pictures));
    } catch (error) {
      if (error instanceof InputError) throw error;
      // That of an earlier run says something else.
      await rm(join(directory, 'report.html'), { force: true });
      fault('report.html', error);
    }
  };
  await write('report.json', reportJson(report));
  await write('scores.ndjson', scoreLines(scores));
  for (const [name, bytes] of pictures ? encodePictures(pictures) : []) await write(name, bytes);
  await write('report.md', reportMarkdown(report));
  await page(report);
  await write('junit.xml', reportJunit(report));
  const drawing = eachFigure(report, pictures, options, (name, error) => fault(`figure ${name}`, error));
  const divided: Pages[] = [];
  async function* noted() {
    for await (const figure of drawing) {
      if (figure.divided) divided.push(figure.divided);
      yield figure;
    }
  }
  for (const path of await writeFigures(join(directory, 'figures'), noted())) paths.add(path);
  const pages = pagesNotice(divided);
  if (pages !== null) notify({ code: 'figure-pages', message: pages });
  if (faults.length > 0) {
    const told = { ...report, notices: [...report.notices, ...faults] };
    await write('report.json', reportJson(told));
    await write('report.md', reportMarkdown(told));
    if (paths.has(join(directory, 'report.html'))) await page(told);
  }
  await removeLeftOver(directory, paths);
  return [...paths];
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
      pdf: async () => (await import('../pdf/figure-pdf.ts')).figurePdf(svg, madeAt),
    };
    for (const format of formats) {
      const path = join(directory, `${name}.${format}`);
      await writeWholeFile(path, await contents[format]());
      paths.push(path);
    }
  }
  return paths;
}
