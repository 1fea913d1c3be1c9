import { percent, percentInterval } from './wording.ts';

/** An interval of retained similarity that is wider than this says nothing about a share. */
const WIDEST = 2;

const UNKNOWN = 'an unknown share (floor and ceiling are too close to tell)';

/**
 * A retained similarity with its interval as a share in words, to stand before "of its SSIM similarity": "86 % (81 to
 * 91 %)". Numbers below 0 and above 1 are no shares and are said as what they mean: "nothing (less alike than maps of
 * different images)", "all (more alike than two maps of the same image)".
 */
export function retainedWords(mean: number, low: number | null, high: number | null): string {
  if (isUnknown(low, high)) return UNKNOWN;
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

/** The share is not known at all: the interval is so wide that ceiling and floor cannot be told apart. */
export function isUnknown(low: number | null, high: number | null): boolean {
  return low !== null && high !== null && !(high - low <= WIDEST);
}

export { UNKNOWN as UNKNOWN_SHARE };

function shareWords(mean: number): string {
  const share = rounded(mean);
  if (share < 0) return 'nothing';
  return share > 1 ? 'all' : percent(share);
}

/** To the whole percentages that are shown. */
const rounded = (share: number): number => Math.round(100 * share) / 100;
