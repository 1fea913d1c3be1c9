import { readFile, writeFile } from 'node:fs/promises';
import { markdownTable } from '../methods/markdown.ts';
import type { TrainingRecord } from '../train-on-digits.ts';
import { ENTRIES } from './catalogue.ts';
import type { Size } from './measure.ts';
import { openBySeed } from './seeds.ts';
import { failures, lookedInto, type Runs, unpassedGates, verdictTable } from './table.ts';
import { TRAINING } from './train.ts';

/** What the command puts into the page, by the place that it has there. */
export type Texts = Readonly<Record<'verdicts' | 'gates', string>>;

/** Everything of the page that is measured. */
export function measuredTexts(
  runs: Runs,
  size: Omit<Size, 'without'>,
  records: ReadonlyMap<string, TrainingRecord>,
): Texts {
  const seeds = Math.max(0, ...[...runs.values()].map(({ length }) => length));
  const { inputs, draws, samples, steps } = size;
  const evidence = lookedInto(runs).flatMap(unpassedGates);
  const ways = [
    ['Holm, margin .1 (the defaults)', {}],
    ['no correction', { correction: 'none' }],
    ['margin 0', { margin: 0 }],
    ['margin .2', { margin: 0.2 }],
  ] as const;
  const verdicts = [
    `\`npm run verdicts -- --seeds ${seeds} --inputs ${inputs} --draws ${draws} --samples ${samples} --steps ${steps} --write\`: up to ${seeds} seeds from 0 on, without the one ` +
      `that the network was trained with, ${inputs} inputs and ${draws} draws under each, ${samples} samples of smoothgrad and vargrad, ${steps} steps of integrated-gradients; the cascade with its gates at \`output\` and \`full\`. Every cell ` +
      'counts seeds: ✓ passed, ✗ failed, ? inconclusive. The methods are those of the paper but ig-smoothgrad.',
    markdownTable(verdictTable(runs)),
    `The small networks were trained for this on ${TRAINING.count} drawn digits (${TRAINING.epochs} epochs of Adam, rate ${TRAINING.rate} falling to 0):`,
    markdownTable([
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
          'Gates that do not pass under every seed, means over the seeds: of gradient, of smoothgrad and grad-cam where they do not always pass, and of guided-backprop where it ever passes on more than three ReLU layers.',
          markdownTable([
            ['network', 'method', 'stage', 'metric', 'retained', 'by the derivative', 'gates'],
            ...evidence,
          ]),
        ]),
    'On how many of the networks a method is inconclusive, by seed:',
    markdownTable(openBySeed(runs)),
  ];
  const gates = markdownTable([
    ['judged with', 'gates failed', 'checks failed', 'checks passed', 'checks'],
    ...ways.map(([words, changed]) => {
      const { gates: failed, checks, passed, all } = failures(runs, changed);
      return [words, ...[failed, checks, passed, all].map(String)];
    }),
  ]);
  return { verdicts: verdicts.join('\n\n'), gates };
}

/** Puts the measured texts into their places on the page. Throws where the page has no such place. */
export async function writePage(
  file: string,
  texts: Readonly<Record<string, string>>,
  command = 'verdicts',
): Promise<void> {
  let page = await readFile(file, 'utf8');
  for (const [name, text] of Object.entries(texts)) {
    const [begin, end] = ['begin', 'end'].map((what) => `<!-- npm run ${command}, ${name}: ${what} -->`);
    const [from, to] = [page.indexOf(begin), page.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${file}: expected ${begin} and ${end}`);
    page = `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
  }
  await writeFile(file, page);
}
