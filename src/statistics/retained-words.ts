import { percent, percentInterval } from './wording.ts';

/** An interval of retained similarity that is wider than this says nothing about a share. */
const WIDEST = 2;

const NO_SCALE = 'floor and ceiling are too close to tell';
const TOO_WIDE = 'the interval is too wide to tell';

/** Where the interval has no ends at all. */
export const UNKNOWN_SHARE = unknownShare(NO_SCALE);

/**
 * A retained similarity with its interval as a share in words, to stand before "of its SSIM similarity": "86 % (81 to
 * 91 %)". Numbers below 0 and above 1 are no shares and are said as what they mean: "nothing (less alike than maps of
 * different images)", "all (more alike than two maps of the same image)".
 */
export function retainedWords(mean: number, low: number | null, high: number | null): string {
  if (isUnknown(low, high)) return unknownShare(unknownWhy(low, high));
  if (low === null || high === null) return shareWords(mean);
  const [least, most] = [rounded(low), rounded(high)];
  if (most < 0) return 'nothing (less alike than maps of different images)';
  if (least > 1) return 'all (more alike than two maps of the same image)';
  const share = shareWords(mean);
  if (least < 0 && most > 1) return `${share} (anything from 0 to 100 %)`;
  if (least < 0) return most === 0 ? share : `${share} (at most ${percent(most)})`;
  if (most > 1) return `${share} (at least ${percent(least)})`;
  return percentInterval(mean, low, high);
}

/** The share is not known at all: the interval is wide and covers the whole scale, or has no ends. */
export function isUnknown(low: number | null, high: number | null): boolean {
  if (low === null || high === null) return false;
  return !(high - low <= WIDEST) && !(high < 1) && !(low > 0);
}

/** Why it is not: floor and ceiling are not apart where the interval has no end, else draws or images differ too much. */
export function unknownWhy(low: number | null, high: number | null): string {
  return Number.isFinite(low) && Number.isFinite(high) ? TOO_WIDE : NO_SCALE;
}

function unknownShare(why: string): string {
  return `an unknown share (${why})`;
}

function shareWords(mean: number): string {
  const share = rounded(mean);
  if (share <= 0) return 'nothing';
  return share > 1 ? 'all' : percent(share);
}

/** To the whole percentages that are shown. */
const rounded = (share: number): number => Math.round(100 * share) / 100;
