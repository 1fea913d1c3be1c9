import type { Curves, Trace } from '../curve.ts';
import type { RemovalCurves } from './curves.ts';
import type { Answer } from './forwards.ts';

const logit = ({ logit: value }: Answer): number => value;
const probability = ({ probability: value }: Answer): number => value;

/** Where the points of a curve come from, of a map and of a random one in its place. */
const SOURCES = {
  deletion: ({ most }: RemovalCurves) => most.map(probability),
  insertion: ({ insertion }: RemovalCurves) => insertion.map(probability),
  'most-relevant-first': ({ most }: RemovalCurves) => most.map(logit),
  'least-relevant-first': ({ least }: RemovalCurves) => least.map(logit),
} as const satisfies Record<string, (curves: RemovalCurves) => readonly number[]>;
type Source = keyof typeof SOURCES;

const ofRandom = (source: Source): string => `random-${source}`;

/** The curves of removed pixels, in so many steps, as figures draw them. */
export function removalTraces(steps: number, shownAt: string): Curves {
  return {
    axis: ({ removalBy }) =>
      `share of ${removalBy === 'segments' ? 'superpixels' : 'pixels'} gone or put back`,
    at: Array.from({ length: steps + 1 }, (_, k) => k / steps),
    shownAt,
    families: [
      {
        title: 'probability of the class',
        curves: [
          { name: 'deletion', words: 'deletion: the most relevant go first' },
          { name: 'insertion', words: 'insertion: the most relevant come back first' },
          { name: ofRandom('deletion'), words: 'deletion by a random map', control: true, drawn: true },
        ],
      },
      {
        title: 'logit of the class',
        curves: [
          { name: 'most-relevant-first', words: 'the most relevant go first (MoRF)' },
          { name: 'least-relevant-first', words: 'the least relevant go first (LeRF)' },
          {
            ...{ name: ofRandom('most-relevant-first'), words: 'MoRF of a random map' },
            ...{ control: true, drawn: true },
          },
          {
            ...{ name: ofRandom('least-relevant-first'), words: 'LeRF of a random map' },
            ...{ control: true, drawn: true },
          },
        ],
      },
    ],
  };
}

/** Adds up the curves of some maps over what stands in the place of removed pixels. */
export class Traces {
  readonly #count: number;
  readonly #points: number;
  readonly #sums = new Map<string, Float64Array>();

  constructor(count: number, steps: number) {
    this.#count = count;
    this.#points = steps + 1;
  }

  /** `share` is that of one filling among all. */
  add(
    curves: readonly RemovalCurves[],
    { random, share }: { readonly random: boolean; readonly share: number },
  ): void {
    for (const source of Object.keys(SOURCES) as Source[]) {
      for (const [i, each] of curves.entries()) {
        const points = SOURCES[source](each);
        if (points.length === 0) continue;
        const name = random ? ofRandom(source) : source;
        const sums = this.#sums.get(name) ?? new Float64Array(this.#count * this.#points);
        this.#sums.set(name, sums);
        points.forEach((point, k) => {
          sums[i * this.#points + k] += point * share;
        });
      }
    }
  }

  /** Takes the curves of a map out: it has no order. */
  undefine(i: number): void {
    for (const sums of this.#sums.values()) {
      sums.fill(Number.NaN, i * this.#points, (i + 1) * this.#points);
    }
  }

  tell(trace: Trace): void {
    for (const [name, values] of this.#sums) trace(name, values);
  }
}
