import type { Maps } from '../../attribution/maps.ts';
import type { Metric } from '../../similarity/metric.ts';
import type { InputOf } from './input-structures.ts';
import { type PreparedMaps, prepareMaps } from './similarities.ts';

/** The most that prepared maps may take in all, in bytes. */
const BUDGET = 256 * 2 ** 20;

/** Maps that many others are compared with. */
export interface KeptMaps {
  readonly maps: Maps;
  /** Kept where there was room, else made anew. */
  prepared(): PreparedMaps;
}

/** Keeps prepared maps up to a budget: those of large inputs take several times the memory of the maps themselves. */
export class MapStore {
  readonly #metrics: readonly Metric[];
  readonly #inputOf: InputOf | undefined;
  #left: number;

  constructor(metrics: readonly Metric[], inputOf?: InputOf, budget = BUDGET) {
    this.#metrics = metrics;
    this.#inputOf = inputOf;
    this.#left = budget;
  }

  keep(prepared: PreparedMaps): KeptMaps {
    const { maps } = prepared;
    const bytes = [...prepared.prepared.values()].flat().reduce<number>((sum, one) => sum + bytesOf(one), 0);
    if (bytes > this.#left) return { maps, prepared: () => prepareMaps(maps, this.#metrics, this.#inputOf) };
    this.#left -= bytes;
    return { maps, prepared: () => prepared };
  }
}

/** Bytes of the typed arrays in what a metric prepared. */
function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value === null || typeof value !== 'object') return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + bytesOf(part), 0);
}
