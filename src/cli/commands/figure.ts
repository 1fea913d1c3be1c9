import { join, relative } from 'node:path';
import { splitNames } from '../../config/list.ts';
import { didYouMean } from '../../config/parse.ts';
import { InputError } from '../../errors.ts';
import type { Pictures } from '../../harness/pictures.ts';
import type { Report } from '../../harness/report.ts';
import { nearestNames } from '../../nearest.ts';
import type { Arguments, Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { located, printJson, requireWritableFolder } from '../output.ts';
import { readReport } from '../read-report.ts';

const VIEWS = ['abs', 'signed'] as const;

export const figure: Command = {
  name: 'figure',
  summary: 'Draw the figures of a finished run again',
  positionals: {
    run: { describe: 'Folder that `run --out` wrote', type: 'string', demandOption: true },
  },
  options: {
    out: { ...RUN_OPTIONS.out, describe: 'Folder for the figures (figures in the folder of the run)' },
    input: {
      describe: 'Number of the input, from 1; with commas for several (all)',
      type: 'string',
      requiresArg: true,
    },
    methods: { describe: 'Methods to draw, with commas (all)', type: 'string', requiresArg: true },
    orders: { describe: 'Orders to draw, with commas (all)', type: 'string', requiresArg: true },
    views: { describe: `With commas: ${VIEWS.join(', ')} (both)`, type: 'string', requiresArg: true },
    metrics: { describe: 'Scores under the maps, with commas', type: 'string', requiresArg: true },
    scale: { describe: 'Pixels of the PNG per unit of the SVG (2)', requiresArg: true },
    ...JSON_OPTION,
  },
  examples: [['figure reports/demo --methods gradient,guided-backprop --input 2', 'A figure of two rows']],
  async run({ run: folder, ...args }, io) {
    const directory = located(io, String(folder));
    const out = args.out === undefined ? join(directory, 'figures') : located(io, String(args.out));
    const { drawFigures } = await import('../../report/draw-figures.ts');
    const { readPictures } = await import('../../report/pictures-store.ts');
    const { writeFigures } = await import('../../report/write.ts');
    const report = await readReport(directory);
    const pictures = report.plan.pictures > 0 ? await readPictures(directory) : null;
    const options = figureOptions(args, report, pictures);
    await requireWritableFolder('--out', out);
    const figures = await drawFigures(report, pictures, options);
    const files = (await writeFigures(out, figures)).map((file) => relative(io.cwd, file));
    if (args.json) printJson(io, { files });
    else io.stdout.write(files.map((file) => `${file}\n`).join(''));
    return EXIT.ok;
  },
};

function figureOptions(args: Arguments, report: Report, pictures: Pictures | null) {
  const metrics = report.checks.flatMap(({ stages }) => stages.flatMap(({ scores }) => Object.keys(scores)));
  const shown = (pictures?.inputs.ids ?? []).map((_, i) => String(i + 1));
  return {
    methods: chosen(
      args,
      'methods',
      report.checks.map(({ method }) => method),
    ),
    orders: chosen(
      args,
      'orders',
      report.checks.map(({ order }) => order),
    ),
    scores: chosen(args, 'metrics', metrics),
    views: chosen(args, 'views', VIEWS),
    inputs: chosen(args, 'input', shown)?.map((number) => Number(number) - 1),
    scale: scaleOf(args.scale),
  };
}

/** The names that were given for an option, all of them known, or undefined where it was not given. */
function chosen<T extends string>(args: Arguments, option: string, known: readonly T[]): T[] | undefined {
  if (args[option] === undefined) return undefined;
  const names = splitNames(String(args[option]));
  for (const name of names) {
    if (known.includes(name as T)) continue;
    throw new InputError({
      thing: `--${option}`,
      expected: `some of ${[...new Set(known)].join(', ') || 'nothing: the run has none'}`,
      found: name,
      hint: didYouMean(option === 'input' ? [] : nearestNames(name, known)),
    });
  }
  return names as T[];
}

const LARGEST_SCALE = 10;

function scaleOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value > 0 && value <= LARGEST_SCALE) return value;
  const found = String(value);
  throw new InputError({ thing: '--scale', expected: `a number above 0, at most ${LARGEST_SCALE}`, found });
}
