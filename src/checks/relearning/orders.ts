import { mapPlane } from '../../similarity/planes.ts';
import type { Found } from '../check.ts';
import type { Lab } from '../lab.ts';
import { ORDERS, type Order, removalOrder } from '../removal/removed.ts';
import { gridOf, type OrderOf } from './reduced.ts';

/** Pixels of many images in the order in which they go. */
class Orders {
  readonly #pixels: number;
  readonly #all: Uint16Array | Uint32Array;

  constructor(images: number, pixels: number) {
    this.#pixels = pixels;
    this.#all = pixels <= 2 ** 16 ? new Uint16Array(images * pixels) : new Uint32Array(images * pixels);
  }

  put(image: number, order: Uint32Array): void {
    this.#all.set(order, image * this.#pixels);
  }

  of(image: number): ArrayLike<number> {
    return this.#all.subarray(image * this.#pixels, (image + 1) * this.#pixels);
  }
}

/** The order of a plane; one that cannot be ranked has that of a constant one. */
const orderOf = (plane: Float64Array, order: Order): Uint32Array =>
  removalOrder(plane.every(Number.isFinite) ? plane : new Float64Array(plane.length), order);

/** Both orders of every training image by the maps of a method, which are explained once. */
export async function trainingOrders(
  { trainingSet, facts }: Lab,
  method: string,
  ranks: Found['ranks'],
): Promise<Readonly<Record<Order, OrderOf>>> {
  const { pixels } = gridOf(facts.shape);
  const orders = {
    most: new Orders(trainingSet.count, pixels),
    least: new Orders(trainingSet.count, pixels),
  };
  await trainingSet.explained(method, ({ values, shape, count }, first) => {
    const size = values.length / count;
    for (let i = 0; i < count; i++) {
      const plane = mapPlane(values, i * size, shape, ranks).values;
      for (const order of ORDERS) orders[order].put(first + i, orderOf(plane, order));
    }
  });
  return { most: (image) => orders.most.of(image), least: (image) => orders.least.of(image) };
}

/** The orders of the images of a chunk by their maps; null for a map that cannot be ranked. */
export function chunkOrders({ reference, ranks }: Found, order: Order): (Uint32Array | null)[] {
  const { values, shape, count } = reference;
  const size = values.length / count;
  return Array.from({ length: count }, (_, i) => {
    const plane = mapPlane(values, i * size, shape, ranks).values;
    return plane.every(Number.isFinite) ? removalOrder(plane, order) : null;
  });
}

/** A random order of every image, of a run's inputs or of training images: other ones in every draw. */
export function randomOrders(
  noise: (draw: number, image: number, out: Float64Array) => void,
  draw: number,
  pixels: number,
): OrderOf {
  return (image) => {
    const plane = new Float64Array(pixels);
    noise(draw, image, plane);
    return removalOrder(plane, 'most');
  };
}
