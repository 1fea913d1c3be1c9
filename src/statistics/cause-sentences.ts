import type { GateResult } from '../results/types.ts';
import type { Evidence, TwinFinding } from './evidence.ts';
import { grouped } from './grouped.ts';
import { retainedWords } from './retained-words.ts';
import { sharesOf } from './share-words.ts';
import { capitalised, decimal, listing, metricWords, percent } from './wording.ts';

/** A method retains clearly more than its twin where the interval of the paired difference lies above this. */
const CLEARLY_MORE = 0.1;

/** Similarities of maps that are equal, but for rounding. */
const EQUAL = 1 - 1e-6;

/**
 * What explains that gates were failed, as far as it was measured: the maps do not change at all, two random networks agree
 * as much, zeros alone explain it, or the same method without its factor or rule retains clearly less. Nothing where nothing
 * of it holds.
 */
export function causeSentences(
  evidence: Evidence,
  failed: readonly GateResult[],
  gates: readonly GateResult[],
): string[] {
  if (isUnchanged(evidence)) return [UNCHANGED];
  return [...randomNetworks(evidence, failed, gates), ...twin(evidence, failed)];
}

const UNCHANGED =
  'The map of an image does not change at all: nothing in it comes from the weights that were randomised.';

/** Whether the maps of trained and random models are equal at every gate. */
function isUnchanged({ gates }: Evidence): boolean {
  const means = gates.flatMap(({ scores }) => scores?.mean ?? []);
  return means.length > 0 && means.every((mean) => mean >= EQUAL);
}

function randomNetworks(
  evidence: Evidence,
  failed: readonly GateResult[],
  gates: readonly GateResult[],
): string[] {
  const raised = failed.filter((gate) => exceeds(evidence, gate, nullOf(evidence, gate.metric)));
  const metrics = distinct(raised.map((gate) => gate.metric));
  const share = evidence.zeroShare;
  const byZeros = (metric: string) =>
    raised.every((gate) => gate.metric !== metric || exceeds(evidence, gate, ofSharedZeros(metric, share)));
  const because = `, because ${percent(share ?? 0)} of the pixels are zero in both maps`;
  const sentences = [metrics.filter(byZeros), metrics.filter((metric) => !byZeros(metric))].flatMap(
    (group, index) => {
      if (group.length === 0) return [];
      const scores = group.map((metric) => `${metricWords(metric)} is ${decimal(nullOf(evidence, metric)!)}`);
      const between = `between two ${evidence.words.models} too`;
      return [`${capitalised(listing(scores))} ${between}${index === 0 ? because : ''}`];
    },
  );
  return sentences.map((text, at) =>
    at < sentences.length - 1 ? `${text}.` : `${text}${passing(evidence, gates)}.`,
  );
}

/** The metrics of failed gates that zeros in both maps raise above each of these gates, whatever else the maps hold. */
export function zeroMetrics(evidence: Evidence, failed: readonly GateResult[]): string[] {
  return distinct(failed.map(({ metric }) => metric)).filter((metric) =>
    failed.every(
      (gate) => gate.metric !== metric || exceeds(evidence, gate, ofSharedZeros(metric, evidence.zeroShare)),
    ),
  );
}

/** Whether the similarity alone, between maps that share nothing learnt, would not pass the gate. */
function exceeds(evidence: Evidence, gate: GateResult, similarity: number | null): boolean {
  const { ceiling, floor } = evidence.references[gate.metric] ?? { ceiling: null, floor: null };
  if (ceiling === null || floor === null || similarity === null) return false;
  return similarity - floor > gate.maximum * (ceiling - floor);
}

const nullOf = (evidence: Evidence, metric: string): number | null =>
  evidence.references[metric]?.null ?? null;

/**
 * The similarity of maps that have nothing in common but a share p of zeros. Spearman of abs maps: 3p / (3p + (1 - p)²),
 * the rank correlation of tied and untied halves. SSIM and HOG: about p, since windows that are empty in both are equal.
 * Null for metrics that do not count a zero in both maps as agreement.
 */
function ofSharedZeros(metric: string, share: number | null): number | null {
  if (share === null) return null;
  return Object.hasOwn(OF_ZEROS, metric) ? OF_ZEROS[metric](share) : null;
}

const OF_ZEROS: Readonly<Record<string, (share: number) => number>> = {
  'spearman-abs': (p) => (3 * p) / (3 * p + (1 - p) ** 2),
  ssim: (p) => p,
  hog: (p) => p,
};

/** "The input as a factor raises it: gradient, without it, retains 21 % of its abs Spearman similarity after ..." */
function twin(evidence: Evidence, failed: readonly GateResult[]): string[] {
  if (!evidence.twin) return [];
  const raised = failed.flatMap((gate) => {
    const found = evidence.gates.find(({ stage, metric }) => stage === gate.stage && metric === gate.metric);
    return found?.twin && clearlyLess(found.twin) ? [{ ...gate, twin: found.twin.retained }] : [];
  });
  if (raised.length === 0) return [];
  const stages = grouped(raised, (gate) => gate.stage).map((group) => {
    const shares = group.map(({ metric, twin: { mean, low, high } }) => ({
      metric,
      share: retainedWords(mean!, low, high),
    }));
    return `${sharesOf(shares)} ${evidence.words.after(group[0].stage)}`;
  });
  const { method, adds } = evidence.twin;
  return [`${capitalised(adds)} raises this: ${method}, without it, retains ${stages.join(', ')}.`];
}

const clearlyLess = ({ retained, excess }: TwinFinding): boolean =>
  retained.mean !== null && excess.low !== null && excess.low > CLEARLY_MORE;

function passing(evidence: Evidence, gates: readonly GateResult[]): string {
  const metrics = distinct(evidence.gates.map((gate) => gate.metric)).filter((metric) => {
    const own = gates.filter((gate) => gate.metric === metric);
    return own.length > 0 && own.every((gate) => gate.status === 'passed');
  });
  if (metrics.length === 0) return '';
  return `: ${listing(metrics.map(metricWords))} ${metrics.length > 1 ? 'pass' : 'passes'}`;
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)];
