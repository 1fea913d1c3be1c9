import { expect, test } from 'vitest';
import {
  type CascadeColumn,
  columnHeading,
  columnPicture,
  columnsOf,
} from '../../../src/report/figures/cascade-columns.ts';
import { amplification } from '../../../src/report/figures/input-changes.ts';
import type { CheckPictures, Pictures } from '../../../src/results/pictures.ts';

const given = Float32Array.of(0, 1, 0.5, 0.25);
const moved = Float32Array.of(0.1, 1, 0.375, 0.25);

function picturesOf(shape: readonly number[], own: boolean): { pictures: Pictures; check: CheckPictures } {
  const check: CheckPictures = {
    ...{ method: 'gradient', order: 'attack', stages: ['trained', 'top-k'], shape, scores: {} },
    values: new Float32Array(8),
    ...(own && { inputs: Float32Array.of(...given, ...moved) }),
  };
  return { pictures: { inputs: { ids: ['a'], shape, values: given }, checks: [check] }, check };
}

test('columns are maps alone, of a check that shows its inputs three to a stage', () => {
  const columns = (shape: readonly number[], own: boolean) => {
    const { pictures, check } = picturesOf(shape, own);
    return columnsOf(['top-k'], pictures, [check]).map(({ shows }) => shows);
  };
  expect(columns([2, 2, 1], false)).toEqual(['map']);
  expect(columns([2, 2, 1], true)).toEqual(['input', 'change', 'map']);
  expect(columns([4], true)).toEqual(['input', 'change', 'map']);
  // What has no picture is not shown.
  expect(columns([1, 2, 2, 1], true)).toEqual(['map']);
});

test('changes are as many times as large as half the range of their input allows', () => {
  const { pictures, check } = picturesOf([2, 2, 1], true);
  // .5 / .125; of no change at all once.
  expect(amplification(pictures, [check], [0])).toBe(4);
  expect(amplification(pictures, [{ ...check, inputs: Float32Array.of(...given, ...given) }], [0])).toBe(1);
  const of = (shows: CascadeColumn['shows']) => columnHeading({ stage: 'top-k', shows }, 'top-k', 4);
  expect((['input', 'change', 'map'] as const).map(of)).toEqual(['top-k: input', 'noise × 4', 'top-k']);
});

test.each([[2, 2, 1], [4]])('inputs and changes of shape %s have a picture', async (...shape) => {
  const { pictures, check } = picturesOf(shape, true);
  for (const shows of ['input', 'change'] as const) {
    const { name } = await columnPicture(pictures, check, { at: 1, input: 0, side: 20, shows, times: 4 });
    expect(name).toBe(shape.length === 1 ? 'g' : 'image');
  }
});
