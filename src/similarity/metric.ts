import type { InputStructure } from './input-structure.ts';

/** One map reduced to a plane: the sum over channels of the signed values or of the absolute values. */
export interface Plane {
  /** H; 1 for maps without spatial extent. */
  readonly height: number;
  /** W; the number of features for maps without spatial extent. */
  readonly width: number;
  /** Whether the map came from an input with rows and columns. SSIM and HOG apply only then. */
  readonly spatial: boolean;
  /** Row-major, `height * width`. */
  readonly values: Float64Array;
  /** What several metrics make of it, by a name; absent where nothing is shared. */
  readonly shared?: Map<string, unknown>;
}

/** What metrics make of a plane in common: made once, where the plane keeps what is shared. */
export function sharedOf<T>({ shared }: Plane, name: string, make: () => T): T {
  if (!shared) return make();
  if (!shared.has(name)) shared.set(name, make());
  return shared.get(name) as T;
}

/** Which plane of a map a metric compares. */
export type View = 'abs' | 'signed';

/** How a metric is spoken of. */
export interface MetricWords {
  /** In sentences, as the field writes it. */
  readonly name: string;
  /** At most four characters, over a narrow column of the terminal. */
  readonly short: string;
  /** For somebody who meets it for the first time: plain sentences. */
  readonly says: string;
}

/**
 * A similarity of two maps. `prepare` does once per map what all comparisons of that map share (ranks, filtered means,
 * histograms); `compare` is symmetric in its arguments.
 */
export interface Metric<Prepared = unknown> {
  readonly name: string;
  readonly description: string;
  readonly words: MetricWords;
  readonly view: View;
  /** Its scores stand under maps of its view, where nobody chose others; the first of those of a view where there is room for one. */
  readonly underMaps?: true;
  /** Gates may be set on it; false for diagnostics. */
  readonly gating: boolean;
  /** It looks at the input of a map, so that it is undefined for maps of which no input is known. */
  readonly needsInput?: true;
  /** Null where the metric applies to such planes, else the reason why not, for the report. */
  inapplicable(plane: Pick<Plane, 'height' | 'width' | 'spatial'>): string | null;
  /** What the report must say of the metric on such planes: a departure from its usual settings. Null for none. */
  note?(plane: Pick<Plane, 'height' | 'width' | 'spatial'>): string | null;
  /** About what it is between maps that have nothing in common but a share of zeros; absent where zeros do not raise it. */
  ofSharedZeros?(share: number): number;
  /** Its scores of maps of so many pixels are multiples of it; absent where they may be anything. */
  step?(pixels: number): number;
  /** `input` is what the map explains, where that is known. */
  prepare(plane: Plane, input?: InputStructure): Prepared;
  /** The score of the same maps with the signs of one of them turned; absent where signs play no part. */
  flipped?(score: number): number;
  /** In [-1, 1]; NaN where undefined (a constant or non-finite map). */
  compare(a: Prepared, b: Prepared): number;
}
