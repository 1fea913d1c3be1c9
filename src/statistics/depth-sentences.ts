import type { DepthWords } from '../checks/check.ts';
import type { DepthResult } from '../results/types.ts';
import { grouped } from './grouped.ts';
import { listing, metricWords, percent } from './wording.ts';

/**
 * "Falls below 50 % once the top 1 of 4 layers is random by signed Spearman, the top 3 by abs Spearman, at no stage by
 * SSIM: ...": how many layers have to be random before a map changes, and what follows. Empty where nothing was found out.
 */
export function depthSentences(depths: readonly DepthResult[], words: DepthWords | null): string[] {
  if (words === null || depths.length === 0) return [];
  return grouped(depths, ({ maximum }) => String(maximum)).map((group) => {
    const fallen = group.filter(({ place }) => place !== null).sort((a, b) => a.place! - b.place!);
    const below = `below ${percent(group[0].maximum)}`;
    if (fallen.length === 0) return `Falls ${below} at no stage by ${metricsOf(group)}.`;
    const parts = grouped(fallen, ({ place }) => String(place)).map((same, index) => {
      const { place, stages } = same[0];
      const what = index === 0 ? words.made(place!, stages) : words.more(place!);
      return fallen.length === group.length && same.length === group.length
        ? what
        : `${what} by ${metricsOf(same)}`;
    });
    const never = group.filter(({ place }) => place === null);
    const rest = never.length > 0 ? [`at no stage by ${metricsOf(never)}`] : [];
    return `Falls ${below} once ${listing([...parts, ...rest])}: ${words.shows(fallen[0].place!, fallen[0].stages)}.`;
  });
}

const metricsOf = (depths: readonly DepthResult[]): string =>
  listing(depths.map(({ metric }) => metricWords(metric)));
