import type { RunStart } from '../harness/measure/run-start.ts';
import { counted } from '../report/wording/count-text.ts';
import { looksText } from '../report/wording/looks-text.ts';
import { oneLine, wrap } from '../report/wording/text-layout.ts';
import type { RunCost } from '../results/report.ts';
import { passesText } from '../statistics/wording.ts';
import { duration } from './pace.ts';

/** A forecast is no better than its second figure: seconds are told in fives, minutes whole. */
const STEP = 5;

export interface StartOptions {
  /** Columns of the terminal; 80 by default. */
  readonly width?: number;
  readonly quiet?: boolean;
  /** The configuration file, which may have been found without being named. */
  readonly configuration?: string;
}

/**
 * What a run goes by, takes and leaves out, told before its first step: a paragraph each, its lines no longer than `width`.
 * `out` is the folder of a run that was asked to go on. To the quiet nothing is told, but that there is no run to go on with.
 */
export function startText(
  { cost, left, resumed, skipped, looks }: RunStart,
  out: string | undefined,
  { width = 80, quiet = false, configuration }: StartOptions = {},
): string {
  const resuming = resumed === null ? [] : [resumedText(resumed, out)];
  if (quiet) return linesOf(resumed?.begun ? [] : resuming, width);
  const reasons = skipped.map(({ method, reason }) => `${oneLine(method)} is left out: ${oneLine(reason)}.`);
  const goesOn = resumed?.begun ?? false;
  const most = looks ? 'at most ' : '';
  const costs = goesOn ? `Left to do: ${most}${costText(left)}` : `Cost: ${most}${costText(cost)}`;
  const planned = looks ? [looksText(looks)] : [];
  const file = configuration === undefined ? [] : [`Configuration: ${oneLine(configuration)}.`];
  return linesOf([...file, ...resuming, ...reasons, ...planned, costs, ...largestText(cost)], width);
}

const linesOf = (paragraphs: readonly string[], width: number): string =>
  paragraphs.map((text) => `${wrap(text, width).join('\n')}\n`).join('');

function resumedText({ begun, done, steps }: NonNullable<RunStart['resumed']>, out = ''): string {
  return !begun
    ? `Nothing to resume in ${oneLine(out)}: the run starts from its beginning.`
    : `Going on with the run in ${oneLine(out)}: ${done} of ${counted(steps, 'step')} ${done === 1 ? 'is' : 'are'} done.`;
}

function costText({ maps, gradients, forwards, training, networks = 0, seconds }: RunCost): string {
  const parts = [
    counted(maps, 'map'),
    passesText({ gradients, forwards }),
    ...(networks > 0 ? [`${counted(networks, 'network')} to train`] : []),
    ...(training > 0 ? [`at most ${counted(training, 'training example')}`] : []),
  ];
  // Most trainings end long before their last epoch, and nobody knows when.
  const most = training > 0 && seconds >= STEP ? 'at most ' : '';
  return `${parts.join(', ')}, ${most}${forecast(seconds)} on this machine.`;
}

function largestText({ largest }: RunCost): string[] {
  if (!largest) return [];
  const { method, gradients, forwards, share } = largest;
  return [
    `${oneLine(method)} takes ${Math.round(100 * share)} % of them, ${passesText({ gradients, forwards })} a map.`,
  ];
}

function forecast(seconds: number): string {
  if (seconds < STEP) return 'a few seconds';
  if (seconds < 57.5) return `about ${STEP * Math.round(seconds / STEP)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min` : `about ${duration(60_000 * minutes)}`;
}
