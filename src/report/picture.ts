import sharp from 'sharp';
import type { View } from '../similarity/metric.ts';
import { diverging, type Rgb, sequential } from './colour-map.ts';
import type { DrawnPlane } from './map-plane.ts';

/** Pixels along the longer side of an embedded picture, so that it stays sharp at twice the size of a cell. */
const LEAST_SIDE = 144;
const MOST_SIDE = 256;

/** The map in colours, as a PNG data URI. */
export function mapPicture(plane: DrawnPlane, view: View): Promise<string> {
  const colour = view === 'abs' ? sequential : diverging;
  return pngUri(plane.height, plane.width, (pixel) => colour(plane.values[pixel]));
}

/**
 * One input [H, W] or [H, W, C] as a PNG data URI: stretched to its own range, because preprocessing may have moved it
 * anywhere. Three channels are red, green and blue; any other number is averaged to grey.
 */
export function inputPicture(values: ArrayLike<number>, shape: readonly number[]): Promise<string> {
  const [height, width, channels = 1] = shape;
  const all = Array.from({ length: height * width * channels }, (_each, index) => values[index]);
  const finite = all.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const span = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - low;
  const byte = (value: number) => (span > 0 ? Math.round((255 * (value - low)) / span) : 0);
  return pngUri(height, width, (pixel) => {
    const at = all.slice(pixel * channels, (pixel + 1) * channels);
    if (channels === 3) return [byte(at[0]), byte(at[1]), byte(at[2])];
    const grey = byte(at.reduce((sum, value) => sum + value, 0) / channels);
    return [grey, grey, grey];
  });
}

async function pngUri(height: number, width: number, colour: (pixel: number) => Rgb): Promise<string> {
  const bytes = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) bytes.set(colour(pixel), pixel * 3);
  const image = sharp(bytes, { raw: { width, height, channels: 3 } });
  const side = Math.max(height, width);
  if (side > MOST_SIDE) {
    image.resize({ width: MOST_SIDE, height: MOST_SIDE, fit: 'inside' });
  } else if (side < LEAST_SIDE) {
    // A whole factor: every pixel of the map becomes a square of the same size.
    const factor = Math.ceil(LEAST_SIDE / side);
    image.resize({ width: width * factor, height: height * factor, fit: 'fill', kernel: 'nearest' });
  }
  const png = await image.png({ compressionLevel: 9, palette: false }).toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}
