import sharp from 'sharp';
import type { Element } from 'xast';
import { x } from 'xastscript';
import type { View } from '../../similarity/metric.ts';
import type { Rgb } from './colour-map.ts';
import { type MapColours, painterOf } from './map-colours.ts';
import type { DrawnPlane } from './map-plane.ts';

/** Pixels along the longer side of an embedded picture: small ones are enlarged, so that their pixels stay square. */
const LEAST_SIDE = 144;
const MOST_SIDE = 256;

export interface PictureStyle {
  readonly colours?: MapColours;
  readonly ground?: GreyGround | null;
  /** Pixels along the longer side at which it is drawn: more are left out, down to a picture of 144. 256 by default. */
  readonly drawn?: number;
}

/** Share of the map's colour over the input where the map is largest. */
const OVERLAY_OPACITY = 0.9;

/** The map in colours, as a PNG data URI; with a ground, the input in grey shows where the map is small. */
export async function mapPicture(plane: DrawnPlane, view: View, style?: PictureStyle): Promise<string> {
  return dataUri(await mapPng(plane, view, style));
}

/** The same as the bytes of a PNG file. */
export function mapPng(
  plane: DrawnPlane,
  view: View,
  { colours, ground = null, drawn }: PictureStyle = {},
): Promise<Buffer> {
  const { height, width, values } = plane;
  const paint = painterOf(view, colours);
  if (ground === null) return png(height, width, (pixel) => paint(values[pixel]), drawn);
  const over = (pixel: number): Rgb => {
    const row = Math.floor(((Math.floor(pixel / width) + 0.5) * ground.height) / height);
    const column = Math.floor((((pixel % width) + 0.5) * ground.width) / width);
    const grey = ground.values[row * ground.width + column];
    const size = Math.abs(values[pixel]);
    const opacity = OVERLAY_OPACITY * (Number.isFinite(size) ? Math.sqrt(size) : 1);
    const [red, green, blue] = paint(values[pixel]).map((part) => part * opacity + grey * (1 - opacity));
    return [red, green, blue];
  };
  return png(height, width, over, drawn);
}

/** An input in grey, 0 to 255, [height, width]. */
export interface GreyGround {
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** One input [H, W] or [H, W, C] as the ground of an overlay: lightened, so that dark colours show on it. */
export function greyGround(values: ArrayLike<number>, shape: readonly number[]): GreyGround {
  const [height, width] = shape;
  const rgb = stretched(values, shape);
  const grey = Float64Array.from({ length: height * width }, (_each, pixel) => {
    const [red, green, blue] = rgb(pixel);
    return 75 + (180 / 255) * ((red + green + blue) / 3);
  });
  return { height, width, values: grey };
}

/** One input [H, W] or [H, W, C] as a PNG data URI. */
export async function inputPicture(values: ArrayLike<number>, shape: readonly number[]): Promise<string> {
  const [height, width] = shape;
  return dataUri(await png(height, width, stretched(values, shape)));
}

/**
 * Colours of an input, stretched to its own range, because preprocessing may have moved it anywhere. Three channels are
 * red, green and blue; any other number is averaged to grey.
 */
export function stretched(values: ArrayLike<number>, shape: readonly number[]): (pixel: number) => Rgb {
  const [height, width, channels = 1] = shape;
  const all = Array.from({ length: height * width * channels }, (_each, index) => values[index]);
  const finite = all.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const span = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - low;
  return colouredBytes(all, channels, (value) => (span > 0 ? Math.round((255 * (value - low)) / span) : 0));
}

/** What a value is as a part of a colour, 0 to 255. */
export type PixelBytes = (value: number) => number;

/** Three channels are red, green and blue; any other number is averaged to grey. */
export function colouredBytes(
  values: ArrayLike<number>,
  channels: number,
  byte: PixelBytes,
): (pixel: number) => Rgb {
  return (pixel) => {
    const at = Array.from({ length: channels }, (_, k) => values[pixel * channels + k]);
    if (channels === 3) return [byte(at[0]), byte(at[1]), byte(at[2])];
    const grey = byte(at.reduce((sum, value) => sum + value, 0) / channels);
    return [grey, grey, grey];
  };
}

/** Values [H, W] or [H, W, C] as a PNG data URI, in colours of one's own. */
export async function picturedWith(
  values: ArrayLike<number>,
  [height, width, channels = 1]: readonly number[],
  byte: PixelBytes,
): Promise<string> {
  return dataUri(await png(height, width, colouredBytes(values, channels, byte)));
}

/** A picture in a square of some side. */
export function embedded(href: string, side: number): Element {
  const style = 'image-rendering:pixelated';
  return x('image', { width: side, height: side, href, preserveAspectRatio: 'xMidYMid meet', style });
}

const dataUri = (png: Buffer): string => `data:image/png;base64,${png.toString('base64')}`;

async function png(
  height: number,
  width: number,
  colour: (pixel: number) => Rgb,
  drawn = MOST_SIDE,
): Promise<Buffer> {
  const bytes = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) bytes.set(colour(pixel), pixel * 3);
  const image = sharp(bytes, { raw: { width, height, channels: 3 } });
  const side = Math.max(height, width);
  const most = Math.min(MOST_SIDE, Math.max(LEAST_SIDE, Math.ceil(drawn)));
  if (side > most) {
    image.resize({ width: most, height: most, fit: 'inside' });
  } else if (side < LEAST_SIDE) {
    // A whole factor: every pixel of the map becomes a square of the same size.
    const factor = Math.ceil(LEAST_SIDE / side);
    image.resize({ width: width * factor, height: height * factor, fit: 'fill', kernel: 'nearest' });
  }
  return image.png({ compressionLevel: 9, palette: false }).toBuffer();
}
