import { readFile, writeFile } from 'node:fs/promises';
import { ENTRIES } from './catalogue.ts';
import type { Size } from './measure.ts';
import { failures, gateRows, type Runs, unexpected, verdictTable } from './table.ts';
import { TRAINING, type TrainingRecord } from './train.ts';

const BEGIN = '<!-- made by npm run verdicts: begin -->';
const END = '<!-- made by npm run verdicts: end -->';

const markdown = ([head, ...rows]: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Everything of the page that is measured. */
export function measuredText(
  runs: Runs,
  size: Omit<Size, 'without'>,
  records: ReadonlyMap<string, TrainingRecord>,
): string {
  const seeds = Math.max(0, ...[...runs.values()].map(({ length }) => length));
  const { inputs, draws, samples } = size;
  const odd = unexpected(runs);
  const evidence = odd.flatMap(({ network, method, checks }) => gateRows(network, method, checks));
  const ways = [
    ['Holm, margin .1 (the defaults)', {}],
    ['no correction', { correction: 'none' }],
    ['margin 0', { margin: 0 }],
    ['margin .2', { margin: 0.2 }],
  ] as const;
  return [
    `${seeds} seeds, ${inputs} inputs, ${draws} draws, ${samples} samples of smoothgrad and vargrad and ${samples} steps of integrated-gradients; cascade, gates at ` +
      '`output` and `full`. Every cell counts seeds: ✓ passed, ✗ failed, ? inconclusive. The methods are those of the paper but ig-smoothgrad.',
    markdown(verdictTable(runs)),
    `The last six networks are small and were trained for this on ${TRAINING.count} drawn digits (${TRAINING.epochs} epochs of Adam, rate ${TRAINING.rate} falling to 0):`,
    markdown([
      ['network', 'parameters', 'unseen digits right', 'seconds of training'],
      ...[...records].map(([name, { parameters, accuracy, seconds }]) => [
        ENTRIES[name].words,
        parameters.toLocaleString('en-US'),
        `${(100 * accuracy).toFixed(1)} %`,
        String(seconds),
      ]),
    ]),
    ...(evidence.length === 0
      ? []
      : [
          'Means over the seeds where gradient, smoothgrad or grad-cam does not always pass, or guided-backprop ever passes on more than three ReLU layers:',
          markdown([
            ['network', 'method', 'stage', 'metric', 'retained', 'by the derivative', 'gates'],
            ...evidence,
          ]),
        ]),
    'The same runs judged otherwise, all networks, methods and seeds together:',
    markdown([
      ['judged with', 'gates failed', 'checks failed', 'checks passed', 'checks'],
      ...ways.map(([words, changed]) => {
        const { gates, checks, passed, all } = failures(runs, changed);
        return [words, ...[gates, checks, passed, all].map(String)];
      }),
    ]),
  ].join('\n\n');
}

/** Puts the measured text into its place on the page. Throws where the page has no such place. */
export async function writePage(file: string, text: string): Promise<void> {
  const page = await readFile(file, 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${file}: expected ${BEGIN} and ${END}`);
  await writeFile(file, `${page.slice(0, from + BEGIN.length)}\n\n${text}\n\n${page.slice(to)}`);
}
