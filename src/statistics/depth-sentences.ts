import { depthKind, earliestOf } from './depth.ts';
import { grouped } from './grouped.ts';
import type { DepthResult, GateResult } from './verdict-types.ts';
import type { DepthWords } from './verdict-words.ts';
import { listing, metricWords, percent } from './wording.ts';

/**
 * "Falls below 50 % once the top one of 4 layers is random by signed Spearman, the top 3 at the latest by abs Spearman and at
 * no stage by SSIM.": how many layers have to be random before a map changes, and what follows where all metrics agree. A
 * place is `at the latest` where stages before it are not decided. Empty where no stage has an interval by any metric.
 */
export function depthSentences(
  depths: readonly DepthResult[],
  words: DepthWords | null,
  gates: readonly GateResult[],
): string[] {
  if (words === null) return [];
  const known = depths.filter((depth) => depthKind(depth) !== 'unknown');
  return grouped(known, ({ maximum }) => String(maximum)).map((group) =>
    sentence(group, words, gates, (some) => (some.length === depths.length ? '' : ` by ${metricsOf(some)}`)),
  );
}

type By = (depths: readonly DepthResult[]) => string;

function sentence(
  group: readonly DepthResult[],
  words: DepthWords,
  gates: readonly GateResult[],
  by: By,
): string {
  const of = (kind: string) => group.filter((depth) => depthKind(depth) === kind);
  const below = `below ${percent(group[0].maximum)}`;
  const [never, open] = [of('never'), of('open')];
  const parts = [
    ...placesOf(of('fallen'), words, by),
    ...(never.length > 0 ? [`at no stage${by(never)}`] : []),
  ];
  if (parts.length === 0) return `At which stage it falls ${below}${by(open)}, if at any, is not decided.`;
  const rest = open.length > 0 ? `;${by(open)} this is not decided` : '';
  const follows = open.length > 0 ? null : whatFollows(group, words, gates);
  return `Falls ${below} ${listing(parts)}${rest}${follows === null ? '' : `: ${follows}`}.`;
}

/** "once the top one of 4 layers is random by signed Spearman", "the top 3 at the latest by SSIM". */
function placesOf(fallen: readonly DepthResult[], words: DepthWords, by: By): string[] {
  const isLatest = (depth: DepthResult) => earliestOf(depth) !== depth.place;
  const all = fallen.every(isLatest);
  const sorted = [...fallen].sort((a, b) => a.place! - b.place! || Number(isLatest(a)) - Number(isLatest(b)));
  return grouped(sorted, (depth) => `${depth.place} ${isLatest(depth)}`).map((same, index) => {
    const { place, stages } = same[0];
    const once = `${all ? 'at the latest ' : ''}once ${words.made(place!, stages)}`;
    const latest = !all && isLatest(same[0]) ? ' at the latest' : '';
    return `${index === 0 ? once : words.more(place!, stages)}${latest}${by(same)}`;
  });
}

/**
 * What the layers learned shows by every metric where that falls at the first stage. It does not show where all lie above the
 * gate with their intervals and retain clearly more than the network's own derivative, so that their gates have failed.
 */
function whatFollows(
  group: readonly DepthResult[],
  words: DepthWords,
  gates: readonly GateResult[],
): string | null {
  if (group.every(({ place }) => place === 1)) return words.shows;
  const { stages } = group[0];
  const earliest = Math.min(...group.map((depth) => earliestOf(depth)!));
  const fails = group.every(({ metric }) => isExceeded(gates.filter((gate) => gate.metric === metric)));
  return earliest > 1 && earliest <= stages && fails ? words.hides(earliest - 1, stages) : null;
}

/** Whether a gate is exceeded by its interval, and each that is has failed. */
function isExceeded(gates: readonly GateResult[]): boolean {
  const above = gates.filter(({ low, maximum = 1 }) => low !== null && low > maximum);
  return above.length > 0 && above.every(({ status }) => status === 'failed');
}

const metricsOf = (depths: readonly DepthResult[]): string =>
  listing(depths.map(({ metric }) => metricWords(metric)));
