import { expect, test } from 'vitest';
import { Stream } from '../../../src/randomize/stream.ts';
import { shownInputs } from '../../../src/report/html/shown-inputs.ts';
import type { CheckPictures, Pictures } from '../../../src/results/pictures.ts';

const STAGES = ['trained', 'random-sign', 'top-k'];

/** Two methods under an attack: the random signs are the same for both, the attack on the largest pixels is each one's own. */
function attacked(side: number, count: number) {
  const shape = [side, side, 3];
  const size = side * side * 3;
  const given = Float32Array.from({ length: count * size }, (_, i) => new Stream('given', i % 997).uniform());
  const stage = (name: string) => {
    const stream = new Stream(name);
    return given.map((value) => value + 0.03 * (stream.uniform() < 0.5 ? -1 : 1));
  };
  const random = stage('random');
  const check = (method: string): CheckPictures => ({
    ...{ method, order: 'attack', stages: STAGES, shape: [side, side], scores: {} },
    values: new Float32Array(STAGES.length * count * side * side),
    inputs: Float32Array.from([...given, ...random, ...stage(method)]),
  });
  const checks = [check('gradient'), check('occlusion')];
  const ids = Array.from({ length: count }, (_, i) => `${i}.png`);
  const pictures: Pictures = { inputs: { ids, shape, values: given }, checks };
  return { pictures, checks };
}

test('every stage but the first has its input and what was added; equal ones are stored once', async () => {
  const { pictures, checks } = attacked(8, 2);
  const { of, pictures: stored, times, inputs } = await shownInputs(pictures, checks);
  const [gradient, occlusion] = checks.map((check) => of.get(check)!);
  expect(gradient.map((pair) => pair !== null)).toEqual([false, false, true, true, true, true]);
  expect(occlusion.slice(2, 4)).toEqual(gradient.slice(2, 4));
  expect(occlusion[4]).not.toEqual(gradient[4]);
  // Two inputs, each with random signs and two attacks, pictures of the input and of the change.
  expect(stored).toHaveLength(2 * 3 * 2);
  expect(new Set(stored).size).toBe(stored.length);
  expect(times).toBe(16);
  expect(inputs).toBe(2);
});

test('checks that show no inputs have none', async () => {
  const { pictures, checks } = attacked(8, 1);
  const plain = checks.map(({ inputs: _, ...check }) => check);
  expect(await shownInputs(pictures, plain)).toMatchObject({ pictures: [], inputs: 0, length: 0 });
});

test('of large images as many inputs have pictures as a page has room for', async () => {
  const { pictures, checks } = attacked(200, 12);
  const { inputs, length, of } = await shownInputs(pictures, checks);
  expect(inputs).toBeGreaterThan(0);
  expect(inputs).toBeLessThan(12);
  expect(length).toBeLessThan(700_001);
  expect(of.get(checks[0])![12 + inputs]).toBeNull();
});
