import { describe, expect, it } from 'vitest';
import { inputsFromArrays } from '../../src/inputs/arrays.ts';
import { loadInputs } from '../../src/inputs/load.ts';
import { samplingOf } from '../../src/inputs/sampling.ts';
import type { Sample } from '../../src/plan/plan.ts';
import { Stream } from '../../src/randomize/stream.ts';
import { folderOf, png } from './folder-of.ts';

const seeded = (sample: Sample, seed = 0) =>
  samplingOf(sample, (indices) => new Stream('inputs', seed).shuffle(indices));

const COUNT = 20;
const classes = Array.from({ length: COUNT }, (_, i) => (i < 14 ? 'a' : i < 18 ? 'b' : 'c'));
const countsOf = (chosen: readonly number[]) =>
  ['a', 'b', 'c'].map((name) => chosen.filter((i) => classes[i] === name).length);

describe('samplingOf', () => {
  it('first: the first ones, whatever their classes', () => {
    expect(seeded('first').choose(classes, 4)).toEqual([0, 1, 2, 3]);
    expect(() => seeded('first').choose(classes, 0)).toThrow('limit: expected a whole number from 1');
  });

  it('stratified: as many of every class as there are, at random by the seed', () => {
    const chosen = seeded('stratified').choose(classes, 9);
    // All of c; a and b share the other seven.
    expect(countsOf(chosen).toSorted()).toEqual([2, 3, 4]);
    expect(countsOf(chosen)[2]).toBe(2);
    expect(seeded('stratified').choose(classes, 9)).toEqual(chosen);
    expect(seeded('stratified', 1).choose(classes, 9)).not.toEqual(chosen);
    expect(chosen).not.toEqual(seeded('even').choose(classes, 9));
    expect(new Set(seeded('stratified').choose(classes))).toEqual(new Set(classes.keys()));
  });

  it.each<Sample>(['even', 'first', 'stratified'])('%s: a smaller limit begins a larger one', (sample) => {
    const all = seeded(sample).choose(classes);
    for (const limit of [1, 5, 13])
      expect(seeded(sample).choose(classes, limit)).toEqual(all.slice(0, limit));
  });
});

describe('inputs', () => {
  it('of a folder are chosen by class and sampling, and a notice says so', async () => {
    const files: Record<string, Buffer> = {};
    for (let i = 0; i < 18; i++) {
      files[`${'cde'[i % 3]}/${String(i).padStart(2, '0')}.png`] = await png(2, 2, 1, () => i);
    }
    const options = { path: await folderOf(files), inputShape: [2, 2, 1], classes: 3 };
    const first = await loadInputs({ ...options, sampling: seeded('first'), limit: 3 });
    expect(first.ids).toEqual(['c/00.png', 'c/03.png', 'c/06.png']);
    expect(first.notices).toContain('3 of 18 images are used, the first ones');
    const some = await loadInputs({ ...options, sampling: seeded('stratified'), only: ['c', '2'], limit: 4 });
    expect(some.labels.toSorted()).toEqual([0, 0, 2, 2]);
    expect(some.notices).toContain(
      '4 of 18 images are used, of the classes c and 2, drawn at random from every class',
    );
    const one = await loadInputs({ ...options, only: ['d'] });
    // Its label is that among all folders.
    expect(one.labels).toEqual(Array(6).fill(1));
    expect(one.notices).toContain('6 of 18 images are used, of the class d');
  });

  it('of an array are chosen by label', () => {
    const values = Float32Array.of(0, 1, 2, 3);
    const options = { values, labels: [0, 1, 0, 1], inputShape: [1], classes: 2, preprocess: 'raw' as const };
    expect(inputsFromArrays({ ...options, only: ['1'] }).values).toEqual(Float32Array.of(1, 3));
    const first = inputsFromArrays({ ...options, sampling: seeded('first'), limit: 3 });
    expect(first.values).toEqual(Float32Array.of(0, 1, 2));
  });
});
