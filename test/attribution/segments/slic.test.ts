import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connected } from '../../../src/attribution/segments/connected.ts';
import { labOf } from '../../../src/attribution/segments/lab.ts';
import { type Picture, slic } from '../../../src/attribution/segments/slic.ts';
import { generated } from '../../similarity/planes-of.ts';

function picture(height: number, width: number, colour: (row: number, column: number) => number): Picture {
  const colours = Float64Array.from({ length: height * width }, (_, p) =>
    colour(Math.floor(p / width), p % width),
  );
  return { height, width, colours };
}

/** How many pieces of touching pixels a label has. */
function pieces(labels: Int32Array, height: number, width: number, label: number): number {
  const seen = new Uint8Array(labels.length);
  let count = 0;
  labels.forEach((each, first) => {
    if (each !== label || seen[first]) return;
    count++;
    const open = [first];
    seen[first] = 1;
    while (open.length > 0) {
      const p = open.pop()!;
      const next = [
        p - width,
        p + width,
        ...(p % width > 0 ? [p - 1] : []),
        ...(p % width < width - 1 ? [p + 1] : []),
      ];
      for (const q of next) {
        if (q < 0 || q >= height * width || labels[q] !== label || seen[q]) continue;
        seen[q] = 1;
        open.push(q);
      }
    }
  });
  return count;
}

test('an even picture is cut into the squares of the grid', () => {
  const labels = slic(
    picture(12, 12, () => 40),
    { segments: 9, compactness: 10 },
  );
  expect([...labels]).toEqual(
    Array.from({ length: 144 }, (_, p) => 3 * Math.floor(Math.floor(p / 12) / 4) + Math.floor((p % 12) / 4)),
  );
});

test('segments keep to an edge that is strong against compactness, and to squares where it is not', () => {
  const edge = (row: number, column: number) => (column + Math.floor(row / 4) < 13 ? 10 : 90);
  const crossing = (compactness: number) => {
    const labels = slic(picture(24, 24, edge), { segments: 16, compactness });
    const sides = new Map<number, Set<number>>();
    labels.forEach((label, p) => {
      sides.set(label, (sides.get(label) ?? new Set()).add(edge(Math.floor(p / 24), p % 24)));
    });
    return [...sides.values()].filter((both) => both.size > 1).length;
  };
  expect(crossing(1)).toBe(0);
  expect(crossing(1e4)).toBeGreaterThan(2);
});

test('every segment is one piece, labels have no gap, and there are no more than asked for', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 2, max: 20 }),
      fc.constantFrom(1, 10, 100),
      (seed, segments, compactness) => {
        const colours = generated(seed, 18 * 14 * 2).map((v) => 50 * v + 50);
        const labels = slic({ height: 18, width: 14, colours }, { segments, compactness });
        const count = Math.max(...labels) + 1;
        expect(count).toBeLessThanOrEqual(segments);
        for (let label = 0; label < count; label++) expect(pieces(labels, 18, 14, label)).toBe(1);
      },
    ),
    { numRuns: 30 },
  );
});

test('a small piece joins the neighbour that it shares the longest border with', () => {
  const labels = Int32Array.from([0, 0, 0, 1, 0, 2, 1, 1, 0, 1, 1, 1]);
  const found = connected(labels, 3, 4, { smallest: 2, most: 9 });
  expect([...found]).toEqual([0, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1].map((v, i) => (i === 5 ? found[5] : v)));
  expect(new Set(found)).toEqual(new Set([0, 1]));
});

describe('L*a*b*', () => {
  // Values of scikit-image 0.26.0's rgb2lab.
  test.each([
    [
      [1, 1, 1],
      [100.0, -0.00245, 0.00465],
    ],
    [
      [0, 0, 0],
      [0.0, 0.0, 0.0],
    ],
    [
      [0.5, 0.25, 0.75],
      [41.15482, 51.40897, -56.44528],
    ],
    [
      [0.02, 0.9, 0.1],
      [79.85103, -78.87777, 74.01144],
    ],
    [
      [1, 0, 0],
      [53.24059, 80.09231, 67.20275],
    ],
  ])('of %j is %j', (rgb, lab) => {
    const out = new Float64Array(3);
    labOf(rgb[0], rgb[1], rgb[2], out, 0);
    for (const [i, value] of lab.entries()) expect(out[i]).toBeCloseTo(value, 3);
  });
});
