import { describe, expect, test } from 'vitest';
import { untelling } from '../../../src/checks/localisation/untelling.ts';
import { undrawn } from '../../../src/statistics/bound-gate.ts';

/** What a gate on hits says of a method that hits where `method` has a 1, beside a control that hits where `control` has one. */
function reasonFor(method: string, control: string): string | null {
  const [mine, other] = [method, control].map((hits) => Float64Array.from(hits, Number));
  const table = (values: Float64Array) => undrawn({ draws: 1, images: values.length, values, step: 1 });
  return untelling(table(mine), table(mine.map((hit, at) => hit - other[at])), 0.95);
}

describe('a gate on what lies beyond a control', () => {
  test('is left out where the control has all, and nearly all', () => {
    expect([
      reasonFor('111111111111', '111111111111'),
      reasonFor('111111111111', '111111111110'),
    ]).toMatchInlineSnapshot(`
      [
        "the centre of the image or its edges have all of it already, and nothing could lie beyond",
        "the centre of the image or its edges have so much of it that on these inputs even a map that is the region could not be told from them",
      ]
    `);
  });

  test.each([
    ['a map that is the region could pass', '111111111111', '110011001100'],
    ['a control that finds nothing', '111111111111', '000000000000'],
    ['a method that clearly has less than a control that has all', '000000001000', '111111111111'],
    ['one image, of which nobody knows how it differs from others', '1', '1'],
  ])('stays: %s', (_, method, control) => {
    expect(reasonFor(method, control)).toBeNull();
  });
});
