import sharp from 'sharp';
import type { CheckPictures, Pictures } from '../../results/pictures.ts';
import { amplification, changeBytes, inputChange, shownInput } from '../figures/input-changes.ts';
import { isDrawable } from '../figures/map-plane.ts';
import { colouredBytes, inputPicture, type PixelBytes, picturedWith, stretched } from '../figures/picture.ts';

/** Characters that the pictures of changed inputs may take on a page. */
const BUDGET = 700_000;
/** Larger pictures are brought to this, and stored with what an eye does not see left out: noise makes a PNG of it as large as its values. */
const MOST_SIDE = 144;

/** What the maps of checks explain at their stages, and what was added to it, as far as a page has room. */
export interface ShownInputs {
  /** Data URIs, each once. */
  readonly pictures: readonly string[];
  /** By check, [stages * inputs]: which of them are the input and the change; null where there are none. */
  readonly of: ReadonlyMap<CheckPictures, readonly (readonly [number, number] | null)[]>;
  /** How many times as large as they are changes are drawn. */
  readonly times: number;
  /** The first so many inputs have them. */
  readonly inputs: number;
  /** Characters of all of them. */
  readonly length: number;
}

/** Pictures of what checks that show their inputs have explained, of the first inputs: those that fit. */
export async function shownInputs(
  pictures: Pictures,
  checks: readonly CheckPictures[],
): Promise<ShownInputs> {
  const count = pictures.inputs.ids.length;
  const { shape } = pictures.inputs;
  const showing = shape.length > 1 && isDrawable(shape) ? checks.filter(({ inputs }) => inputs) : [];
  const all = Array.from({ length: count }, (_, input) => input);
  const times = amplification(pictures, showing, all);
  const places = new Map<string, number>();
  const of = new Map(
    showing.map((check) => [
      check,
      new Array<[number, number] | null>(check.stages.length * count).fill(null),
    ]),
  );
  let [shown, length] = [0, 0];
  for (const input of showing.length > 0 ? all : []) {
    const made: { check: CheckPictures; at: number; pair: [string, string] }[] = [];
    for (const check of showing) {
      const given = changeBytes(shownInput(pictures, check, 0, input), times);
      for (let at = 1; at < check.stages.length; at++) {
        const values = shownInput(pictures, check, at, input);
        const change = inputChange(pictures, check, at, input);
        made.push({
          check,
          at,
          pair: [await smallInput(values, shape), await smallChange(change, shape, given)],
        });
      }
    }
    const fresh = new Set(made.flatMap(({ pair }) => pair).filter((picture) => !places.has(picture)));
    const more = [...fresh].reduce((sum, picture) => sum + picture.length, 0);
    if (length + more > BUDGET) break;
    for (const picture of fresh) places.set(picture, places.size);
    for (const { check, at, pair } of made) {
      of.get(check)![at * count + input] = [places.get(pair[0])!, places.get(pair[1])!];
    }
    length += more;
    shown++;
  }
  return { pictures: [...places.keys()], of, times, inputs: shown, length };
}

const isLarge = ([height, width]: readonly number[]) => Math.max(height, width) > MOST_SIDE / 2;

function smallInput(values: Float32Array, shape: readonly number[]): Promise<string> {
  return isLarge(shape) ? lossy(stretched(values, shape), shape) : inputPicture(values, shape);
}

function smallChange(values: Float32Array, shape: readonly number[], byte: PixelBytes): Promise<string> {
  return isLarge(shape)
    ? lossy(colouredBytes(values, shape[2] ?? 1, byte), shape)
    : picturedWith(values, shape, byte);
}

/** As a WebP of at most 144 pixels a side. */
async function lossy(
  colour: (pixel: number) => readonly number[],
  [height, width]: readonly number[],
): Promise<string> {
  const bytes = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) bytes.set(colour(pixel), pixel * 3);
  const image = sharp(bytes, { raw: { width, height, channels: 3 } });
  image.resize({ width: MOST_SIDE, height: MOST_SIDE, fit: 'inside', withoutEnlargement: true });
  return `data:image/webp;base64,${(await image.webp({ quality: 70 }).toBuffer()).toString('base64')}`;
}
