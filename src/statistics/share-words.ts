import { grouped } from './grouped.ts';
import { retainedWords, UNKNOWN_SHARE } from './retained-words.ts';
import type { GateResult } from './verdict-types.ts';
import { listing, metricWords } from './wording.ts';

/** What a gate's stage retains, in words; without ends over several draws, the interval is unbounded. */
export function shareOf(draws: number, { retained, low, high }: GateResult): string {
  return low === null && draws > 1 ? UNKNOWN_SHARE : retainedWords(retained!, low, high);
}

/** `86 % of its abs Spearman and 80 % of its SSIM similarity`; metrics with the same share stand together. */
export function sharesOf(shares: readonly { readonly metric: string; readonly share: string }[]): string {
  const parts = grouped(shares, ({ share }) => share).map((same) => {
    return `${same[0].share} of its ${listing(same.map(({ metric }) => metricWords(metric)))}`;
  });
  return `${listing(parts)} similarity`;
}
