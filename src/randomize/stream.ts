import { createHash } from 'node:crypto';
import { threefry } from './threefry.ts';

/**
 * A stream of random numbers that is fixed by its address, for example (seed, draw, layer, weight). Streams of different
 * addresses are independent, and none depends on which others were used before.
 */
export class Stream {
  readonly #key: Uint32Array;
  readonly #counter = new Uint32Array(4);
  readonly #words = new Uint32Array(4);
  #left = 0;
  #spare: number | null = null;

  constructor(...address: readonly (string | number)[]) {
    // The key is a hash of the address, so that parts of any length and kind can be used.
    const digest = createHash('sha256').update(JSON.stringify(address)).digest();
    this.#key = Uint32Array.from({ length: 4 }, (_, i) => digest.readUInt32LE(4 * i));
  }

  /** A uniform integer in [0, 2^32). */
  word(): number {
    if (this.#left === 0) {
      threefry(this.#counter, this.#key, this.#words);
      if (++this.#counter[0] === 0) this.#counter[1]++;
      this.#left = 4;
    }
    return this.#words[4 - this.#left--];
  }

  /** Uniform in (0, 1): the ends are never returned. */
  uniform(): number {
    return (this.word() + 0.5) / 2 ** 32;
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    if (this.#spare !== null) {
      const value = this.#spare;
      this.#spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** A uniform integer in [0, bound). */
  below(bound: number): number {
    // Words from the incomplete last multiple of `bound` are drawn again.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let word = this.word();
    while (word >= limit) word = this.word();
    return word % bound;
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle<T extends { [index: number]: number; readonly length: number }>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = values[i];
      values[i] = values[j];
      values[j] = held;
    }
    return values;
  }
}
