import type { View } from '../../similarity/metric.ts';
import { type DivergingName, diverging, type Rgb, type SequentialName, sequential } from './colour-map.ts';

/** Colour maps of a figure by the view of its maps: inferno and blue-red by default. */
export interface MapColours {
  readonly abs?: SequentialName;
  readonly signed?: DivergingName;
}

/** The colour of a drawn value, 0 to 1 of abs maps and -1 to 1 of signed ones. */
export function painterOf(view: View, colours: MapColours = {}): (value: number) => Rgb {
  return view === 'abs'
    ? (value) => sequential(value, colours.abs)
    : (value) => diverging(value, colours.signed);
}
