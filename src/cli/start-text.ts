import type { RunStart } from '../harness/measure/run-start.ts';
import { oneLine, wrap } from '../report/wording/text-layout.ts';
import type { RunCost } from '../results/report.ts';
import { passesText } from '../statistics/wording.ts';
import { duration } from './pace.ts';

/** A forecast is no better than its second figure: seconds are told in fives, minutes whole. */
const STEP = 5;

/**
 * What a run takes and what it leaves out, told before its first step: a paragraph each, its lines no longer than `width`.
 * `out` is the folder of a run that was asked to go on.
 */
export function startText(
  { cost, left, resumed, skipped }: RunStart,
  out: string | undefined,
  width = 80,
): string {
  const resuming = resumed === null ? [] : [resumedText(resumed, out)];
  const reasons = skipped.map(({ method, reason }) => `${oneLine(method)} is left out: ${oneLine(reason)}.`);
  const goesOn = resumed?.begun ?? false;
  const costs = goesOn ? `Left to do: ${costText(left)}` : `Cost: ${costText(cost)}`;
  const paragraphs = [...resuming, ...reasons, costs, ...largestText(cost)];
  return paragraphs.map((text) => `${wrap(text, width).join('\n')}\n`).join('');
}

function resumedText({ begun, done, steps }: NonNullable<RunStart['resumed']>, out = ''): string {
  return !begun
    ? `Nothing to resume in ${oneLine(out)}: the run starts from its beginning.`
    : `Going on with the run in ${oneLine(out)}: ${done} of ${count(steps, 'step')} ${done === 1 ? 'is' : 'are'} done.`;
}

function costText({ maps, gradients, forwards, training, seconds }: RunCost): string {
  const parts = [
    count(maps, 'map'),
    passesText({ gradients, forwards }),
    ...(training > 0 ? [`at most ${count(training, 'training example')}`] : []),
  ];
  return `${parts.join(', ')}, ${forecast(seconds)} on this machine.`;
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

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
