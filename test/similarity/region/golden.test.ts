import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { centrePrior } from '../../../src/similarity/centre-prior.ts';
import { isTelling, LOCALISATION, localise } from '../../../src/similarity/region/localise.ts';
import { pointingGame, toleranceOf } from '../../../src/similarity/region/pointing-game.ts';
import { type Box, regionOfBoxes, regionOfMask } from '../../../src/similarity/region/region.ts';

interface StoredTensor {
  readonly shape: number[];
  readonly f32: string;
}
type Scores = Readonly<Record<string, number | null>>;
interface StoredCase {
  readonly name: string;
  readonly plane: StoredTensor;
  readonly region: { readonly boxes?: Box[]; readonly mask?: number[][] };
  readonly tolerance: number;
  readonly edge_plane: StoredTensor;
  readonly scores: { readonly map: Scores; readonly centre: Scores; readonly edge: Scores };
}

const { cases } = JSON.parse(readFileSync(new URL('./golden.json', import.meta.url), 'utf8')) as {
  readonly cases: StoredCase[];
};
const decode = ({ f32 }: StoredTensor): Float64Array =>
  Float64Array.from(new Float32Array(new Uint8Array(Buffer.from(f32, 'base64')).buffer));
const measures = Object.keys(LOCALISATION) as (keyof typeof LOCALISATION)[];

/** Scores of this plane were stored as of its values before they were rounded to float32, which a share of them shows. */
const ROUNDED = 'diagonal-parts';
/** Equally far pixels have equal values in the centre prior; these stored ranks rest on rounding that tells some of them apart. */
const TIED = new Set(['two-boxes rank', 'two-boxes auprc', 'diagonal-parts auprc']);

describe.each(cases)('$name', ({ name, plane, region: { boxes, mask }, tolerance, edge_plane, scores }) => {
  const [height, width] = plane.shape;
  const region = boxes ? regionOfBoxes(boxes, height, width) : regionOfMask(mask!.flat(), height, width);

  test.each([
    ['map', decode(plane)],
    ['centre', centrePrior(height, width)],
    ['edge', decode(edge_plane)],
  ] as const)('%s', (which, values) => {
    for (const measure of measures) {
      const whole = measure === 'pointing-game' && isTelling(values, region);
      const found = whole ? pointingGame(values, region, tolerance) : localise(measure, values, region);
      const expected = scores[which][measure];
      if (expected === null) expect(found, measure).toBeNaN();
      else if (which === 'centre' && TIED.has(`${name} ${measure}`)) continue;
      else expect(Math.abs(found - expected), measure).toBeLessThanOrEqual(name === ROUNDED ? 1e-8 : 1e-9);
    }
  });
});

test('a hit may lie 15 of 224 pixels off, in proportion and not rounded', () => {
  expect(toleranceOf({ height: 224, width: 224 })).toBeCloseTo(15, 12);
  expect(toleranceOf({ height: 12, width: 12 })).toBeCloseTo(0.8036, 4);
});
