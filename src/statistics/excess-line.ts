import { type CrossedEffects, effectsOf } from './crossed.ts';
import { crossedSums } from './crossed-sums.ts';
import type { ScoreTable } from './table.ts';

/**
 * The crossed effects of D(m) = A - m B for any m at the price of one table, where A has a value for every draw and image and
 * B one for every image, as far as A has: `slope` holds the cells of B, `slopeMean` their mean. What is the same in all draws
 * of an image leaves the squares within images as they are, and the others are parabolas in m. They are taken around
 * `centre`, where they have the most digits.
 */
export function excessLine(
  excess: (m: number) => ScoreTable,
  slope: ScoreTable,
  slopeMean: number,
  centre: number,
): (m: number) => CrossedEffects {
  const middle = excess(centre);
  const sums = crossedSums(middle);
  const { withinDraws, total } = products(middle, slope, sums.mean, slopeMean);
  const parabola = (own: number, { cross, square }: Products, step: number) =>
    Math.max(0, own - 2 * step * cross + step * step * square);
  return (m) => {
    const step = m - centre;
    const moved = {
      mean: sums.mean - step * slopeMean,
      withinDraws: parabola(sums.withinDraws, withinDraws, step),
      total: parabola(sums.total, total, step),
    };
    return effectsOf({ ...sums, ...moved }, middle.step);
  };
}

interface Products {
  /** Sum of the products of both tables' deviations, and of the squares of the second one's. */
  readonly cross: number;
  readonly square: number;
}

/** Of deviations from the means of draws, and from the mean of all, over the defined cells. */
function products(a: ScoreTable, b: ScoreTable, meanA: number, meanB: number) {
  const withinDraws = { cross: 0, square: 0 };
  const total = { cross: 0, square: 0 };
  for (let start = 0; start < a.values.length; start += a.images) {
    const end = start + a.images;
    const [drawA, drawB] = [meanOf(a.values, start, end), meanOf(b.values, start, end)];
    for (let cell = start; cell < end; cell++) {
      const [x, y] = [a.values[cell], b.values[cell]];
      if (Number.isNaN(x)) continue;
      withinDraws.cross += (x - drawA) * (y - drawB);
      withinDraws.square += (y - drawB) ** 2;
      total.cross += (x - meanA) * (y - meanB);
      total.square += (y - meanB) ** 2;
    }
  }
  return { withinDraws, total };
}

function meanOf(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  let count = 0;
  for (let cell = start; cell < end; cell++) {
    if (Number.isNaN(values[cell])) continue;
    sum += values[cell];
    count++;
  }
  return sum / count;
}
