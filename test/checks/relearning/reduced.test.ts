import { expect, test } from 'vitest';
import { gridOf, meanByChannel, pixelsIn, reduced } from '../../../src/checks/relearning/reduced.ts';
import { SHARES } from '../../../src/checks/relearning/without-pixels.ts';

test('all channels of the first pixels of an order become the mean of their channel', () => {
  // Two images of 1 x 3 pixels and two channels.
  const values = Float32Array.of(1, 10, 2, 20, 3, 30, 5, 50, 6, 60, 7, 70);
  const shape = [1, 3, 2];
  const mean = meanByChannel(values, shape);
  expect([...mean]).toEqual([4, 40]);
  const orders = [
    [2, 0, 1],
    [1, 2, 0],
  ];
  const orderOf = (image: number) => orders[image];
  expect([...reduced(values, shape, mean, { share: 0.3, orderOf })]).toEqual([
    ...[1, 10, 2, 20, 4, 40],
    ...[5, 50, 4, 40, 7, 70],
  ]);
  expect([...reduced(values, shape, mean, { share: 0.7, orderOf })]).toEqual([
    ...[4, 40, 2, 20, 4, 40],
    ...[5, 50, 4, 40, 4, 40],
  ]);
  expect([...values]).toEqual([1, 10, 2, 20, 3, 30, 5, 50, 6, 60, 7, 70]);
});

test('features of tables have a mean each', () => {
  const values = Float32Array.of(1, 10, 100, 3, 30, 300);
  const mean = meanByChannel(values, [3]);
  expect([...mean]).toEqual([2, 20, 200]);
  const orderOf = () => [1, 2, 0];
  expect([...reduced(values, [3], mean, { share: 0.5, orderOf })]).toEqual([1, 20, 200, 3, 20, 200]);
});

test('as many pixels go as a share of them is, halves up', () => {
  expect(SHARES.map((share) => pixelsIn(share, 784))).toEqual([78, 235, 392, 549, 706]);
  expect(SHARES.map((share) => pixelsIn(share, 5))).toEqual([1, 2, 3, 4, 5]);
  expect([[28, 28, 3], [4, 5], [7]].map(gridOf)).toEqual([
    { pixels: 784, channels: 3 },
    { pixels: 20, channels: 1 },
    { pixels: 7, channels: 1 },
  ]);
});
