import fc from 'fast-check';
import { expect, test } from 'vitest';
import { centrePrior } from '../../src/similarity/centre-prior.ts';
import { Controls } from '../../src/similarity/controls.ts';
import { InputStructure } from '../../src/similarity/input-structure.ts';
import {
  partialCorrelation,
  prepareBeside,
  unexplainedCorrelation,
} from '../../src/similarity/partial-spearman.ts';
import { spearmanAbs } from '../../src/similarity/spearman.ts';
import { features, generated, planeOf } from './planes-of.ts';

test('pixels that are equally far from the centre tie to the last bit', () => {
  for (const side of [5, 8, 12, 28]) {
    const prior = centrePrior(side, side);
    const distances = Array.from({ length: side * side }, (_, i) => {
      const [down, across] = [2 * Math.floor(i / side) - (side - 1), 2 * (i % side) - (side - 1)];
      return down * down + across * across;
    });
    expect(new Set(prior).size).toBe(new Set(distances).size);
  }
  const [corner, middle] = [centrePrior(4, 8)[0], centrePrior(4, 8)[12]];
  expect(corner).toBeCloseTo(Math.exp(-(1.5 ** 2 / 2 + 3.5 ** 2 / 8)), 14);
  expect(middle).toBeCloseTo(Math.exp(-(0.5 ** 2 / 2 + 0.5 ** 2 / 8)), 14);
});

test('a pixel differs from the baseline where some channel does', () => {
  const input = new InputStructure(
    Float32Array.of(0, 0, 0, 1, 2, 2, 5, 0),
    Float32Array.of(0, 0, 0, 1, 0, 2, 5, 1),
    [2, 2, 2],
  );
  expect([...input.differs]).toEqual([0, 0, 1, 1]);
  expect(input.zeroShare).toBe(0.5);
  expect([input.fits(4), input.fits(5)]).toEqual([true, false]);
});

test('a control that is constant, or that the others give, drops out', () => {
  const [a, b] = [generated(1, 50), generated(2, 50)];
  const map = generated(3, 50);
  const left = (...controls: Float64Array[]) => prepareBeside(features(...map), new Controls(controls))!.left;
  expect(
    left(
      a,
      new Float64Array(50).fill(2),
      a.map((v) => Math.exp(v)),
      b,
    ),
  ).toBeCloseTo(left(a, b), 6);
});

test('a residual has nothing in common with a control, and least squares leave what the coordinates say', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (...seeds) => {
      const controls = new Controls([
        generated(seeds[0], 40),
        generated(seeds[1] + 1, 40).map((v) => Math.round(3 * v)),
      ]);
      const { ranks, left } = prepareBeside(features(...generated(seeds[0] + 7, 40)), controls)!;
      const residual = controls.residual(ranks.values);
      const squares = residual.reduce((sum, v) => sum + v * v, 0);
      expect(squares).toBeCloseTo(left, 6);
      for (const c of controls.coordinates(residual)) expect(Math.abs(c)).toBeLessThan(1e-9);
    }),
  );
});

test('both ways to the common part agree: through coordinates, and through residuals', () => {
  const planes = [generated(5, 64), generated(6, 64)];
  const [one, same] = [new Controls(planes), new Controls(planes)];
  const [a, b] = [generated(8, 64), generated(9, 64)];
  for (const by of [partialCorrelation, unexplainedCorrelation]) {
    const shared = by(prepareBeside(features(...a), one), prepareBeside(features(...b), one));
    expect(by(prepareBeside(features(...a), one), prepareBeside(features(...b), same))).toBeCloseTo(
      shared,
      12,
    );
  }
});

test('a map that is the input has no partial correlation, and nothing of its correlation is unexplained', () => {
  const values = Float32Array.from(generated(4, 144), Math.abs);
  const controls = new InputStructure(values, new Float32Array(144), [12, 12]).controls('abs');
  const map = prepareBeside(features(...Float64Array.from(values)), controls);
  const other = prepareBeside(features(...generated(11, 144).map(Math.abs)), controls);
  expect(partialCorrelation(map, other)).toBeNaN();
  expect(unexplainedCorrelation(map, map)).toBeCloseTo(0, 12);
  expect(unexplainedCorrelation(other, other)).toBeLessThan(1);
  const plane = planeOf(values, 12, 12);
  expect(spearmanAbs.compare(spearmanAbs.prepare(plane), spearmanAbs.prepare(plane))).toBe(1);
});
