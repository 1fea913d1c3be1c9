import { describe, expect, test } from 'vitest';
import { type KeepingOffer, shareRoom } from '../../../src/attribution/reuse/keeping-choice.ts';

/** Four layers; a cascade has one stage at each of the levels 0, 1 and 2 that leave something to go on from. */
function offer({ batches = 10, draws = 20, kept = [100, 100, 100], working = 50 } = {}): KeepingOffer {
  return {
    costs: kept.map((bytes, level) => ({ level, kept: bytes, working })),
    batches,
    stages: () => draws,
    saved: (level) => (3 - level) / 8,
  };
}

const chosen = (budget: number, ...offers: KeepingOffer[]) => {
  const shares = shareRoom(offers, budget);
  return offers.map((one) => shares.get(one) ?? null);
};

describe('what is kept', () => {
  test('with room for all, every level and every batch', () => {
    expect(chosen(1e9, offer())).toEqual([{ levels: [0, 1, 2], batches: 10 }]);
  });

  test('with room for some, the first batches', () => {
    expect(chosen(850, offer())).toEqual([{ levels: [0, 1, 2], batches: 7 }]);
  });

  test('without room, nothing', () => {
    expect(chosen(149, offer())).toEqual([null]);
  });

  test('runs that save less than their programs cost keep nothing', () => {
    expect(chosen(1e9, offer({ batches: 1, draws: 1 }))).toEqual([null]);
  });

  test('a level that saves less than its program costs leaves its stages to the next one', () => {
    // Of 30 runs a level, level 1 for the stages of 0 and 1 saves 15 and costs 10; a second program would save 3.75.
    expect(chosen(1e9, offer({ batches: 10, draws: 3 }))).toEqual([{ levels: [1], batches: 10 }]);
  });

  test('where a deep level keeps too much, the levels above it are kept', () => {
    expect(chosen(2000, offer({ kept: [100, 100, 5000] }))).toEqual([{ levels: [0, 1], batches: 10 }]);
  });

  test('where sessions at work would take too much, there are fewer of them', () => {
    const [choice] = chosen(1300, offer({ working: 600, kept: [10, 11, 12] }));
    expect(choice?.levels).toHaveLength(2);
  });

  test('what saves most for its size comes first', () => {
    const [large, small] = [offer({ kept: [300, 300, 300] }), offer({ kept: [10, 11, 12] })];
    expect(chosen(2000, large, small)).toEqual([
      { levels: [0, 1, 2], batches: 5 },
      { levels: [0, 1, 2], batches: 10 },
    ]);
  });
});
