import type { CheckResult } from '../../results/report.ts';
import type { GateSources } from '../../statistics/source-types.ts';
import { metricWords, percent } from '../../statistics/wording.ts';
import { multiverseSentences } from './multiverse-text.ts';
import { retainedIntervalText, similarityText, UNDEFINED } from './number-text.ts';

/** Heads of the table, a column each. */
export const SOURCES_HEAD = [
  'stage',
  'metric',
  'variance: images, draws, noise, rest',
  'signed, where the input is not the baseline',
  'partial Spearman given the input',
  'the input explains',
  'left',
  "multiplier's share",
] as const;

/** What the similarity at every gate is made of, a row for each gate; no row in reports of earlier versions. */
export function sourcesRows({ sources }: CheckResult): string[][] {
  return (sources?.gates ?? []).map((gate) => [
    gate.stage,
    metricWords(gate.metric),
    varianceText(gate),
    `${similarityText(gate.support.score)} (retained ${retainedIntervalText(gate.support.retained)})`,
    similarityText(gate.input?.partial ?? null),
    share(gate.input?.explained ?? null),
    gate.input ? retainedIntervalText(gate.input.left) : UNDEFINED,
    multiplierText(gate),
  ]);
}

/** What there is to say of the whole check, in sentences. */
export function sourcesSentences({ sources }: CheckResult): string[] {
  if (!sources) return [];
  const { structuralZeros, multiverse } = sources;
  return [
    ...(structuralZeros === null
      ? []
      : [`${percent(structuralZeros)} of the pixels of an input are those of the baseline.`]),
    ...(multiverse ? multiverseSentences(multiverse) : []),
  ];
}

function varianceText({ variance }: GateSources): string {
  if (!variance) return UNDEFINED;
  const { images, draws, noise, rest } = variance;
  const whole = images + draws + (noise ?? 0) + rest;
  if (!(whole > 0)) return 'none';
  return [images, draws, noise, rest]
    .map((part) => (part === null ? UNDEFINED : share(part / whole)))
    .join(', ');
}

function multiplierText({ multiplier }: GateSources): string {
  if (!multiplier) return UNDEFINED;
  return `${retainedIntervalText(multiplier.share)} beside ${multiplier.twin}`;
}

const share = (value: number | null): string => (value === null ? UNDEFINED : percent(value));
