import type { CheckResult } from '../../results/report.ts';
import { depthKind, earliestOf } from '../../statistics/depth.ts';

type Deep = Pick<CheckResult, 'depth'>;

/**
 * After how many of its stages a method lies below its gates: `1/10`; `3–5/10` from the first at which it may by one of the metrics
 * to the first at which it does by all; `3–…/10` where by one of them it never does, `–/10` where by none; `3–?/10` and `?/10`
 * where that is not decided. Null for a check that says nothing of it, and where nothing is known.
 */
export function depthText({ depth = [] }: Deep): string | null {
  const known = depth.filter((each) => depthKind(each) !== 'unknown');
  if (known.length === 0) return null;
  const all = `/${known[0].stages}`;
  const kinds = known.map(depthKind);
  const first = Math.min(...known.map((each) => earliestOf(each)!));
  if (kinds.every((kind) => kind === 'never')) return `–${all}`;
  if (kinds.includes('never')) return `${first}–…${all}`;
  if (kinds.includes('open'))
    return first === 1 && !kinds.includes('fallen') ? `?${all}` : `${first}–?${all}`;
  const last = Math.max(...known.map(({ place }) => place!));
  return first === last ? `${first}${all}` : `${first}–${last}${all}`;
}

/** What signs in it say, each told where it occurs. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\d–\d/, '3–5: metrics differ, or not decided before'],
  [/…/, '…: by some metric never'],
  [/^–/, '–: never'],
  [/\?/, '?: not decided'],
];

/** Explains that text under a figure; empty where there is none. */
export function depthNote(checks: readonly Deep[]): string {
  const texts = checks.flatMap((check) => depthText(check) ?? []);
  if (texts.length === 0) return '';
  const signs = SIGNS.flatMap(([sign, words]) => (texts.some((text) => sign.test(text)) ? [words] : []));
  const note =
    'Behind the verdict: how many stages, of all, it takes until the whole interval lies below the gate';
  return `${[note, ...signs].join('; ')}.`;
}
