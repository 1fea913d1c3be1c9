import { InputError } from '../../errors.ts';
import { readExactNpy } from '../../inputs/npy.ts';
import { splitNames } from '../../names.ts';
import { counted } from '../../report/wording/count-text.ts';
import { plainTable } from '../../report/wording/plain-table.ts';
import { wrap } from '../../report/wording/text-layout.ts';
import { type ComparableMaps, compareMaps } from '../../similarity/compare-maps.ts';
import { planeExtent } from '../../similarity/planes.ts';
import { findMetric, METRICS } from '../../similarity/registry.ts';
import type { Command, Io } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { JSON_OPTION } from '../options.ts';
import { located, printJson } from '../output.ts';

export const compare: Command = {
  name: 'compare',
  summary: 'Similarities of the maps in two .npy files, pair by pair',
  positionals: {
    a: { describe: 'Maps, .npy of shape [N, ...]', type: 'string', demandOption: true },
    b: { describe: 'Maps of the same shape', type: 'string', demandOption: true },
  },
  options: {
    metrics: {
      describe: `With commas: ${Object.keys(METRICS).join(', ')} (all)`,
      type: 'string',
      requiresArg: true,
    },
    ...JSON_OPTION,
  },
  examples: [['compare a.npy b.npy --metrics ssim --json', '{"scores": {"ssim": [0.31, null]}}']],
  async run(args, io) {
    const metrics = args.metrics === undefined ? undefined : splitNames(String(args.metrics));
    const [a, b] = await Promise.all([readMaps(String(args.a), io), readMaps(String(args.b), io)]);
    const scores = compareMaps(a, b, metrics);
    if (args.json) printJson(io, { scores });
    else printScores(scores, a, io);
    return EXIT.ok;
  },
};

async function readMaps(path: string, io: Io): Promise<ComparableMaps> {
  const { shape, values } = await readExactNpy(located(io, path));
  const [count, ...map] = shape;
  if (map.length >= 1 && count > 0) return { shape: map, count, values };
  throw new InputError({ thing: path, expected: 'maps of shape [N, ...]', found: `[${shape.join(', ')}]` });
}

function printScores(
  scores: Readonly<Record<string, (number | null)[]>>,
  { count: pairs, shape }: ComparableMaps,
  io: Io,
): void {
  const rows = Object.entries(scores).map(([metric, values]) => {
    const defined = values.filter((value) => value !== null);
    const text = (of: (numbers: number[]) => number) => (defined.length ? of(defined).toFixed(3) : '-');
    return [
      metric,
      text((numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length),
      text((numbers) => Math.min(...numbers)),
      text((numbers) => Math.max(...numbers)),
      String(values.length - defined.length),
    ];
  });
  const table = plainTable(
    [['metric', 'mean', 'lowest', 'highest', 'undefined'], ...rows],
    ['left', 'right', 'right', 'right', 'right'],
  );
  const plane = planeExtent(shape);
  const reasons = Object.keys(scores).flatMap((name) => {
    const metric = findMetric(name);
    const why = metric.inapplicable(plane);
    const note = why === null ? metric.note?.(plane) : `${name} is left out: ${why}`;
    return note ? ['', ...wrap(`${note}.`, 80)] : [];
  });
  io.stdout.write(`${counted(pairs, 'pair')} of maps\n\n${[...table, ...reasons].join('\n')}\n`);
}
