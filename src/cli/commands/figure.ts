import { join, relative } from 'node:path';
import type { Options } from 'yargs';
import { didYouMean } from '../../config/parse.ts';
import { requireWritable } from '../../disk/require-writable.ts';
import { InputError } from '../../errors.ts';
import { splitNames } from '../../names.ts';
import { nearestNames } from '../../nearest.ts';
import { DIVERGING_NAMES, SEQUENTIAL_NAMES } from '../../report/figures/colour-map.ts';
import { FIGURE_FORMATS } from '../../report/figures/figure-formats.ts';
import { FIGURE_KINDS, type FigureOptions } from '../../report/figures/figure-options.ts';
import type { FigureWidth } from '../../report/figures/figure-width.ts';
import { oneLine } from '../../report/wording/text-layout.ts';
import type { Pictures } from '../../results/pictures.ts';
import type { Report } from '../../results/report.ts';
import type { Arguments, Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { located, printJson } from '../output.ts';
import { readRun } from '../read-report.ts';
import { print, tell } from '../tell.ts';

const VIEWS = ['abs', 'signed'] as const;
const NORMALISE = ['map', 'row'] as const;

const text = (describe: string): Options => ({ describe, type: 'string', requiresArg: true });
const number = (describe: string): Options => ({ describe, requiresArg: true });

export const figure: Command = {
  name: 'figure',
  summary: 'Draw the figures of a finished run again',
  positionals: {
    run: { describe: 'Folder that `run --out` wrote', type: 'string', demandOption: true },
  },
  options: {
    out: { ...RUN_OPTIONS.out, describe: 'Folder for the figures (figures in the folder of the run)' },
    kinds: text(`With commas: ${FIGURE_KINDS.join(', ')} (all)`),
    input: text('Number of the input, from 1; with commas for several (all)'),
    together: { describe: 'All inputs in one figure of maps', type: 'boolean' },
    methods: text('Methods to draw, with commas (all)'),
    checks: { ...text('Checks to draw, with commas (all)'), alias: 'orders' },
    stages: text('Stages to draw, with commas (all)'),
    views: text(`With commas: ${VIEWS.join(', ')} (both)`),
    metrics: text('Metrics: scores under maps, curves, gates; with commas'),
    width: text('Width of a figure: 170mm, 900px'),
    dpi: number('Dots per inch of the PNG (300 where the width is in mm)'),
    scale: number('Pixels of the PNG per unit of the SVG (2)'),
    columns: number('Panels side by side in curves and summary'),
    'abs-colours': text(`Of abs maps: ${SEQUENTIAL_NAMES.join(', ')}`),
    'signed-colours': text(`Of signed maps: ${DIVERGING_NAMES.join(', ')}`),
    normalise: text(`Scale of colours: ${NORMALISE.join(', ')} (map)`),
    overlay: { describe: 'Maps over their input in grey', type: 'boolean' },
    title: text(`${RUN_OPTIONS.title.describe}; --no-title for none`),
    formats: text(`With commas: ${FIGURE_FORMATS.join(', ')} (svg,png)`),
    ...JSON_OPTION,
  },
  examples: [
    ['figure reports/demo --methods gradient,guided-backprop --input 2', 'A figure of two rows'],
    ['figure reports/demo --kinds maps --width 170mm --no-title --formats pdf', 'For a paper'],
  ],
  async run({ run: folder, ...args }, io) {
    const directory = located(io, String(folder));
    const out = args.out === undefined ? join(directory, 'figures') : located(io, String(args.out));
    const { drawFigures } = await import('../../report/figures/draw-figures.ts');
    const { pagesNotice } = await import('../../report/figures/pages-notice.ts');
    const { readPictures } = await import('../../report/files/pictures-store.ts');
    const { writeFigures } = await import('../../report/files/write.ts');
    const formats = among(args, 'formats', FIGURE_FORMATS) ?? ['svg', 'png'];
    const { report, ended } = await readRun(directory);
    const pictures = ended && report.plan.pictures > 0 ? await readPictures(directory) : null;
    if (!ended) tell(io, 'the run has not ended: what its journal says so far is drawn, and no maps');
    const options = figureOptions(args, report, pictures);
    await requireWritable(out, '--out');
    const figures = await drawFigures(report, pictures, options);
    const pages = pagesNotice(figures.flatMap(({ divided }) => divided ?? []));
    const notices = pages === null ? [] : [pages];
    tell(io, ...notices);
    const files = (await writeFigures(out, figures, formats)).map((file) => relative(io.cwd, file));
    if (args.json) printJson(io, { files, notices });
    else print(io, files.map(oneLine).join('\n'));
    return EXIT.ok;
  },
};

function figureOptions(args: Arguments, report: Report, pictures: Pictures | null): FigureOptions {
  const { checks } = report;
  const stages = checks.flatMap((check) => check.stages);
  const metrics = stages.flatMap(({ scores }) => Object.keys(scores));
  const shown = (pictures?.inputs.ids ?? []).map((_, i) => String(i + 1));
  const [absColours] = among(args, 'abs-colours', SEQUENTIAL_NAMES, 1) ?? [];
  const [signedColours] = among(args, 'signed-colours', DIVERGING_NAMES, 1) ?? [];
  const named = (option: string, names: readonly string[]) => among(args, option, [...new Set(names)]);
  return {
    kinds: among(args, 'kinds', FIGURE_KINDS),
    methods: named(
      'methods',
      checks.map(({ method }) => method),
    ),
    orders: named(
      'checks',
      checks.map(({ order }) => order),
    ),
    stages: named(
      'stages',
      stages.map(({ name }) => name),
    ),
    scores: named('metrics', metrics),
    views: among(args, 'views', VIEWS),
    inputs: named('input', shown)?.map((each) => Number(each) - 1),
    together: args.together === true,
    width: widthOf(args.width),
    dpi: numberOf(args, 'dpi', 1, 2400),
    scale: numberOf(args, 'scale', 0, 10),
    columns: numberOf(args, 'columns', 1, 20, true),
    colours: { abs: absColours, signed: signedColours },
    normalise: among(args, 'normalise', NORMALISE, 1)?.[0],
    overlay: args.overlay === true,
    title: titleOf(args.title),
  };
}

/** The names that were given for an option, all of them known, or undefined where it was not given. */
function among<T extends string>(
  args: Arguments,
  option: string,
  known: readonly T[],
  most = Number.POSITIVE_INFINITY,
): T[] | undefined {
  if (args[option] === undefined) return undefined;
  const names = splitNames(String(args[option]));
  for (const name of names.length > 0 && names.length <= most ? names : [String(args[option])]) {
    if (known.includes(name as T) && names.length <= most) continue;
    throw new InputError({
      thing: `--${option}`,
      expected: `${most === 1 ? 'one' : 'some'} of ${known.join(', ') || 'nothing: the run has none'}`,
      found: name,
      hint: didYouMean(option === 'input' ? [] : nearestNames(name, known)),
    });
  }
  return names as T[];
}

/** Null for `--no-title`. */
function titleOf(title: unknown): string | null | undefined {
  if (title === undefined) return undefined;
  return title === false ? null : String(title);
}

function numberOf(
  args: Arguments,
  option: string,
  least: number,
  most: number,
  whole = false,
): number | undefined {
  const value = args[option];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= least && value > 0 && value <= most) {
    if (!whole || Number.isInteger(value)) return value;
  }
  const from = least === 0 ? 'above 0, at most' : `from ${least} to`;
  const expected = `a${whole ? ' whole' : ''} number ${from} ${most}`;
  throw new InputError({ thing: `--${option}`, expected, found: String(value) });
}

// From a single map to a poster; a PNG of more is no figure.
const LEAST_WIDTH = { mm: 40, px: 150 };
const MOST_WIDTH = { mm: 2000, px: 10_000 };

function widthOf(value: unknown): FigureWidth | undefined {
  if (value === undefined) return undefined;
  const [, digits, unit] = String(value).match(/^(\d+(?:\.\d+)?)(mm|px)$/) ?? [];
  const width = Number(digits);
  if ((unit === 'mm' || unit === 'px') && width >= LEAST_WIDTH[unit] && width <= MOST_WIDTH[unit]) {
    return { value: width, unit };
  }
  const range = (each: 'mm' | 'px') => `${LEAST_WIDTH[each]} to ${MOST_WIDTH[each]}${each}`;
  const expected = `a width of ${range('mm')} or ${range('px')}, like 170mm`;
  throw new InputError({ thing: '--width', expected, found: String(value) });
}
