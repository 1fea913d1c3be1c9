import { describe, expect, it } from 'vitest';
import { type CrossedEffects, halfWidth } from '../../src/statistics/crossed.ts';
import { drawsOrImagesToDecide, projected } from '../../src/statistics/effort.ts';
import { judgeGate } from '../../src/statistics/gate.ts';
import { randomFrom, simulated } from './simulate.ts';

function effects(mean: number, components: CrossedEffects['components']): CrossedEffects {
  return { draws: 5, images: 32, mean, variance: Number.NaN, freedom: Number.NaN, components };
}

describe('drawsOrImagesToDecide', () => {
  it('asks for draws where draws differ', () => {
    const effort = drawsOrImagesToDecide(effects(0.05, { draws: 0.01, images: 0, error: 0 }), 0.95);
    // |mean| > t sd / sqrt(K) with K - 1 degrees of freedom: t(.975, 17) .1 / sqrt(18) = .0497, for 17 draws .0514.
    expect(effort).toEqual({ draws: 18, together: { draws: 18, images: 110 } });
  });

  it('asks for images where images differ', () => {
    const effort = drawsOrImagesToDecide(effects(0.02, { draws: 0, images: 0.01, error: 0 }), 0.95);
    // t(.975, 98) .1 / sqrt(99) = .01994, for 98 images .02005.
    expect(effort).toEqual({ images: 99, together: { draws: 16, images: 99 }, hindrance: 'images' });
  });

  it('offers either where both help, and neither where the mean is at the gate', () => {
    const components = { draws: 1e-4, images: 1e-3, error: 1e-2 };
    const { draws, images } = drawsOrImagesToDecide(effects(0.017, components), 0.95);
    expect(draws).toBeGreaterThan(5);
    expect(images).toBeGreaterThan(32);
    expect(drawsOrImagesToDecide(effects(0, components), 0.95)).toEqual({ hindrance: 'gate' });
  });

  it('is silent with one draw', () => {
    const unknown = { draws: Number.NaN, images: Number.NaN, error: Number.NaN };
    expect(drawsOrImagesToDecide({ ...effects(0.1, unknown), draws: 1 }, 0.95)).toEqual({});
  });

  it('does not advise more than 100 draws', () => {
    // t(.975, 351) .1 / sqrt(352) = .01048: 352 draws would tell .0105 from zero.
    const effort = drawsOrImagesToDecide(effects(0.0105, { draws: 0.01, images: 0, error: 0 }), 0.95);
    expect(effort).toEqual({ hindrance: 'gate' });
    const more = { ...effects(0.05, { draws: 0.01, images: 0, error: 0 }), draws: 150 };
    expect(drawsOrImagesToDecide(more, 0.95).draws).toBeUndefined();
  });

  it('does not advise more than 1000 images', () => {
    // t(.975, 3843) .1 / sqrt(3844) = .00316: 3844 images would tell .00316 from zero.
    const effort = drawsOrImagesToDecide(effects(0.00317, { draws: 0, images: 0.01, error: 0 }), 0.95);
    expect(effort).toEqual({ hindrance: 'gate' });
  });

  it('says that draws cannot help where images alone make the interval too wide', () => {
    const components = { draws: 1e-4, images: 1e-2, error: 1e-3 };
    // However many draws: t(.975, 31) .1 / sqrt(32) = .036.
    expect(drawsOrImagesToDecide(effects(0.03, components), 0.95)).toMatchObject({
      hindrance: 'images',
      images: expect.any(Number),
    });
    expect(drawsOrImagesToDecide(effects(0.04, components), 0.95).hindrance).toBeUndefined();
  });

  it('says where draws and images must grow together', () => {
    const components = { draws: 4e-3, images: 4e-2, error: 0 };
    // Draws alone leave t(.975, 31) .2 / sqrt(32) = .072, images alone t(.975, 4) .063 / sqrt(5) = .079.
    const both = effects(0.04, components);
    const { together, ...rest } = drawsOrImagesToDecide(both, 0.95);
    expect(rest).toEqual({ hindrance: 'both' });
    const half = ({ draws, images }: { draws: number; images: number }) =>
      halfWidth(projected(both, draws, images), 0.95);
    expect(half(together!)).toBeLessThan(0.04);
    expect(half({ draws: together!.draws - 1, images: together!.images - 6 })).toBeGreaterThan(0.04);
    // 5 and 32 by the same factor.
    expect(together!.images / together!.draws).toBeCloseTo(32 / 5, 0);
  });

  it('says of an unbounded interval that it waits for the scale', () => {
    const world = {
      ...{ draws: 4, images: 12, mean: 0.52, sdDraws: 0.02, sdImages: 0.02, sdError: 0.02 },
      ...{ ceiling: 0.53, floor: 0.5, sdFloor: 0.1, sdPairs: 0.1, sdCeiling: 0.02 },
    };
    const random = randomFrom(5);
    const efforts = Array.from({ length: 20 }, () => judgeGate({ ...simulated(world, random), maximum: 0.5 }))
      .filter(({ low, retained }) => low === null && retained !== null)
      .map(({ effort }) => effort);
    expect(efforts.length).toBeGreaterThan(5);
    for (const effort of efforts) expect(effort).toMatchObject({ hindrance: 'scale' });
    for (const effort of efforts) expect(effort.draws).toBeUndefined();
  });

  it('promises what mostly comes true', () => {
    const world = {
      ...{ draws: 4, images: 32, mean: 0.55, sdDraws: 0.06, sdImages: 0.05, sdError: 0.05 },
      ...{ ceiling: 1, floor: 0.2, sdFloor: 0.03, sdPairs: 0.03, sdCeiling: 0 },
    };
    const random = randomFrom(12);
    let open = 0;
    let decided = 0;
    for (let r = 0; r < 150; r++) {
      const { status, effort } = judgeGate({ ...simulated(world, random), maximum: 0.5 });
      if (status !== 'open' || !effort.draws || effort.draws > 60) continue;
      open++;
      const more = judgeGate({ ...simulated({ ...world, draws: effort.draws }, random), maximum: 0.5 });
      if (more.status !== 'open') decided++;
    }
    expect(open).toBeGreaterThan(30);
    expect(decided / open).toBeGreaterThan(0.4);
  });
});
