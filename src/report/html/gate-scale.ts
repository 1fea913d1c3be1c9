/** The part of the scale of retained similarity that every strip shows, so that strips can be compared. */
const LOW = -0.2;
const HIGH = 1.2;

/** Where a retained similarity stands on a strip, in percent of its width, and whether it lies beyond an end. */
export interface Place {
  readonly percent: number;
  readonly beyond: 'left' | 'right' | null;
}

/** The place of a retained similarity on a strip. Beyond the ends it stands at them. */
export function placeOf(value: number): Place {
  const share = (value - LOW) / (HIGH - LOW);
  const beyond = share < 0 ? 'left' : share > 1 ? 'right' : null;
  const percent = Math.round(1e4 * Math.min(1, Math.max(0, share))) / 100;
  return { percent, beyond };
}
