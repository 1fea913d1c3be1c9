import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestClassOrder } from '../../src/statistics/class-order.ts';

/** Every way to give each label a class of its own. */
function* orders(labels: readonly number[], classes: readonly number[]): Generator<Map<number, number>> {
  if (labels.length === 0) yield new Map();
  for (const c of labels.length === 0 ? [] : classes) {
    const rest = orders(
      labels.slice(1),
      classes.filter((one) => one !== c),
    );
    for (const order of rest) yield order.set(labels[0], c);
  }
}

describe('the best order of classes', () => {
  it('is the best of all, by trying all', () => {
    const answers = fc.array(fc.tuple(fc.nat(3), fc.nat(4)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(answers, (pairs) => {
        const labels = pairs.map(([label]) => label);
        const predicted = pairs.map(([, c]) => c);
        const right = (order: ReadonlyMap<number, number>) =>
          pairs.filter(([label, c]) => order.get(label) === c).length;
        const best = Math.max(...[...orders([...new Set(labels)], [0, 1, 2, 3, 4])].map(right));
        const found = bestClassOrder(labels, predicted, 5);
        expect(found.correct).toBe(best);
        expect(right(found.classes)).toBe(best);
        expect(new Set(found.classes.values()).size).toBe(found.classes.size);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves a label where it is when nothing is won by moving it', () => {
    expect([...bestClassOrder([0, 1, 2, 2], [1, 0, 5, 6], 10).classes]).toEqual([
      [0, 1],
      [1, 0],
      [2, 5],
    ]);
    expect([...bestClassOrder([0, 0, 1, 1], [0, 1, 1, 0], 2).classes]).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('counts the orders that it is the best of', () => {
    // Of five labels two change places: ten pairs, two orders each.
    const labels = [0, 1, 2, 3, 4];
    expect(Math.exp(bestClassOrder(labels, [1, 0, 2, 3, 4], 10).logTries)).toBeCloseTo(20, 8);
    // One is another class of the ten: five labels, ten classes.
    expect(Math.exp(bestClassOrder(labels, [7, 1, 2, 3, 4], 10).logTries)).toBeCloseTo(50, 8);
    expect(bestClassOrder(labels, labels, 10).logTries).toBeCloseTo(0, 12);
  });
});
