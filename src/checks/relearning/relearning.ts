import type { Found } from '../check.ts';
import type { Change, Lab } from '../lab.ts';
import type { Order } from '../removal/removed.ts';
import { winner } from '../winner.ts';
import { chunkOrders, randomOrders, trainingOrders } from './orders.ts';
import { gridOf, meanByChannel, type OrderOf, reduced } from './reduced.ts';

type Weights = NonNullable<Change['weights']>;

/** What the random numbers of all networks of a draw are drawn by, so that they differ in their data alone. */
const streamOf = (draw: number): string => `relearning ${draw + 1}`;

const RANDOM = 'random ranking';

/** Whether networks that learnt to do without some pixels are right: [images of a chunk, shares], 1 or 0. */
export type Rights = Float64Array;

/**
 * Networks that learn images which lack pixels, each trained once: checks and methods share those of the random ranking. What belongs to
 * a draw is forgotten in the next one.
 */
export class Relearning {
  readonly #lab: Lab;
  readonly #shares: readonly number[];
  readonly #mean: Float64Array;
  readonly #orders = new Map<string, Readonly<Record<Order, OrderOf>>>();
  #draw = -1;
  #networks = new Map<string, Weights>();
  #random = new Map<number, Rights>();

  constructor(lab: Lab, shares: readonly number[]) {
    this.#lab = lab;
    this.#shares = shares;
    this.#mean = meanByChannel(lab.trainingSet.values, lab.facts.shape);
  }

  /** Of networks that lack the first pixels in the order of a method's maps; NaN for an image whose map cannot be ranked. */
  async ofMaps(found: Found, order: Order): Promise<Rights> {
    const { method, ranks, draw, first } = found;
    this.#at(draw);
    const chunk = chunkOrders(found, order);
    const orders = this.#orders.get(method) ?? (await trainingOrders(this.#lab, method, ranks));
    this.#orders.set(method, orders);
    const training = orders[order];
    const words = `${method}, ${order} relevant pixels`;
    const none = Uint32Array.from({ length: gridOf(this.#lab.facts.shape).pixels }, (_, pixel) => pixel);
    const rights = await this.#rights(
      { words, draw, training },
      { first, count: chunk.length },
      (i) => chunk[i] ?? none,
    );
    for (const [i, ranked] of chunk.entries()) {
      if (!ranked) rights.fill(Number.NaN, i * this.#shares.length, (i + 1) * this.#shares.length);
    }
    return rights;
  }

  /** Of networks that lack pixels of a random order. */
  async ofRandom({ draw, first, reference: { count } }: Found): Promise<Rights> {
    this.#at(draw);
    const known = this.#random.get(first);
    if (known) return known;
    const { facts, trainingSet } = this.#lab;
    const { pixels } = gridOf(facts.shape);
    const training = randomOrders((...at) => trainingSet.noise(RANDOM, ...at), draw, pixels);
    const own = randomOrders((...at) => this.#lab.noise(RANDOM, ...at), draw, pixels);
    const rights = await this.#rights({ words: RANDOM, draw, training }, { first, count }, (i) =>
      own(first + i),
    );
    this.#random.set(first, rights);
    return rights;
  }

  #at(draw: number): void {
    if (draw === this.#draw) return;
    this.#draw = draw;
    this.#networks = new Map();
    this.#random = new Map();
  }

  async #rights(
    ranking: { readonly words: string; readonly draw: number; readonly training: OrderOf },
    { first, count }: { readonly first: number; readonly count: number },
    orderOf: OrderOf,
  ): Promise<Rights> {
    const { inputs, count: all, shape, classes, labels } = this.#lab.facts;
    const size = inputs.length / all;
    const chunk = inputs.subarray(first * size, (first + count) * size);
    const rights = new Float64Array(count * this.#shares.length);
    for (const [s, share] of this.#shares.entries()) {
      const weights = await this.#network(ranking, share);
      const logits = await this.#lab.logits(reduced(chunk, shape, this.#mean, { share, orderOf }), {
        weights,
      });
      for (let i = 0; i < count; i++) {
        rights[i * this.#shares.length + s] = winner(logits, i, classes) === labels[first + i] ? 1 : 0;
      }
    }
    return rights;
  }

  async #network(
    { words, draw, training }: { readonly words: string; readonly draw: number; readonly training: OrderOf },
    share: number,
  ): Promise<Weights> {
    const name = `${words}, ${Math.round(100 * share)} % gone`;
    const known = this.#networks.get(name);
    if (known) return known;
    const { trainingSet, facts } = this.#lab;
    const values = reduced(trainingSet.values, facts.shape, this.#mean, { share, orderOf: training });
    const weights = await trainingSet.learnt(`seed ${draw + 1}, ${name}`, streamOf(draw), values);
    this.#networks.set(name, weights);
    return weights;
  }
}

const shared = new WeakMap<Lab, Relearning>();

/** The networks that an experiment has in common. */
export function relearningOf(lab: Lab, shares: readonly number[]): Relearning {
  const known = shared.get(lab) ?? new Relearning(lab, shares);
  shared.set(lab, known);
  return known;
}
