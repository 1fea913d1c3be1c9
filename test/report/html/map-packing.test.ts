import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { choosePacking } from '../../../src/report/html/map-packing.ts';
import { packedMaps } from '../../../src/report/html/packed-maps.ts';
import type { CheckPictures } from '../../../src/results/pictures.ts';
import { random } from '../example.ts';

/** Maps of noise. */
function noise(side: number, stages: number, inputs: number, channels = 1): CheckPictures {
  const next = random(1);
  const values = Float32Array.from({ length: stages * inputs * side * side * channels }, () => next() - 0.5);
  const names = Array.from({ length: stages }, (_each, at) => `stage ${at}`);
  return { method: 'm', order: 'cascade', stages: names, shape: [side, side, channels], values, scores: {} };
}

describe('choosePacking', () => {
  it('leaves small maps as they are', () => {
    expect(choosePacking([noise(28, 5, 6)], 6)).toEqual({ inputs: 6, pixels: 28 * 28, steps: 254 });
  });

  it('makes the scale coarser before it leaves out inputs, and those before maps shrink', () => {
    const checks = (count: number) => Array.from({ length: count }, () => noise(64, 20, 6));
    expect(choosePacking(checks(6), 6)).toEqual({ inputs: 6, pixels: 64 * 64, steps: 62 });
    const fewer = choosePacking(checks(10), 6);
    expect(fewer).toMatchObject({ pixels: 64 * 64, steps: 62 });
    expect(fewer.inputs).toBeGreaterThanOrEqual(3);
    expect(fewer.inputs).toBeLessThan(6);
  });

  it('shrinks large maps, though not below 64x64, before it leaves fewer than three inputs', () => {
    const large = choosePacking([noise(128, 80, 3)], 3);
    expect(large).toMatchObject({ inputs: 3, steps: 62 });
    expect(large.pixels).toBeGreaterThanOrEqual(4096);
    expect(large.pixels).toBeLessThan(128 * 128);
  });
});

it('packs bytes that unpack to the maps in order', () => {
  const check: CheckPictures = {
    ...{ method: 'm', order: 'cascade', stages: ['trained', 'full'], shape: [1, 2], scores: {} },
    values: Float32Array.from([1, -1, 0.5, 1, -1, 1, 1, Number.NaN]),
  };
  const packing = { inputs: 2, side: { height: 1, width: 2 }, steps: 254 };
  const bytes = inflateSync(Buffer.from(packedMaps(check, 2, 'signed', packing), 'base64'));
  expect([...bytes]).toEqual([254, 0, 191, 254, 0, 254, 254, 255]);
  const coarse = packedMaps(check, 2, 'abs', { ...packing, inputs: 1, steps: 62 });
  expect([...inflateSync(Buffer.from(coarse, 'base64'))]).toEqual([62, 62, 62, 62]);
});
