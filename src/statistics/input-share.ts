import type { Comparison } from './contrast.ts';
import { summariseFloor } from './floor.ts';
import { retainedInterval } from './retained.ts';
import { meanOfDefined } from './scores.ts';
import type { InputShare } from './source-types.ts';
import type { ScoreTable } from './table.ts';

/**
 * How much of what is retained the input alone explains. A rank correlation is a sum of the part that controls explain and the
 * part that they do not; so is what is retained of it: (S - F) / (R - F) = (S' - F') / (R - F) + what the input explains, S' and F'
 * being the unexplained parts. F enters their ratio as it is.
 */
export function inputShare(
  metric: string,
  whole: Comparison,
  unexplained: Comparison,
  partial: ScoreTable,
): InputShare {
  const retained = retainedInterval(whole);
  const floors = [unexplained, whole].map(({ floor }) => summariseFloor(floor).mean);
  const shift = floors[0] === null || floors[1] === null ? Number.NaN : floors[0] - floors[1];
  // On the scale of the whole: a ceiling as far above the unexplained floor as the whole one is above its own.
  const left = retainedInterval({ ...unexplained, ceiling: whole.ceiling.map((ceiling) => ceiling + shift) });
  const explained =
    retained.mean === null || left.mean === null || !(retained.mean > 0)
      ? null
      : Math.min(1, Math.max(0, 1 - left.mean / retained.mean));
  return { metric, retained, left, partial: meanOfDefined(partial.values), explained };
}
