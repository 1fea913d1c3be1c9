import { join } from 'node:path';
import sharp from 'sharp';
import { InputError } from '../errors.ts';
import { toChannels } from './channels.ts';
import { some } from './folder.ts';
import { MOST_VALUES } from './npy-header.ts';
import { readStoredImage, type StoredImage } from './stored-image.ts';

/** Larger images (in pixels, width x height) are refused: a small file can unpack to any size. */
export const PIXEL_LIMIT = 100_000_000;

export interface Decoded {
  /** [count, H, W, C], 0 to 255. */
  readonly pixels: Float32Array;
  readonly notices: readonly string[];
}

/** Images in a folder. */
export interface ImageFiles {
  readonly folder: string;
  /** Paths in the folder. */
  readonly names: readonly string[];
  /** Whole paths, as bytes, of those whose name is no UTF-8, by the name that stands for them. */
  readonly bytes?: ReadonlyMap<string, Uint8Array>;
}

/**
 * Decodes images and brings them to the shape [H, W, C] of a model's input. The pixels are those in the file, as
 * `readStoredImage` says; colour becomes grey (C = 1), or grey and ink colour (C = 3), as Pillow's `convert` does it; what
 * has another size is stretched to H x W with a bilinear filter that averages where it shrinks. (It overshoots nowhere,
 * so a black background stays exactly 0.) Each change that happened is a notice with a count, and so is what the file
 * asks for that is not done: its colour profile and its EXIF orientation.
 * @throws InputError naming the file that does not decode or has more than `pixelLimit` pixels, or the shape when no
 * image can have it
 */
export async function decodeImages(
  { folder, names, bytes }: ImageFiles,
  shape: readonly number[],
  pixelLimit = PIXEL_LIMIT,
): Promise<Decoded> {
  const frame = frameOf(folder, names.length, shape);
  const pixels = new Float32Array(names.length * frame.height * frame.width * frame.channels);
  const changes = new Map<string, string[]>();
  for (const [i, name] of names.entries()) {
    const thing = join(folder, name);
    const image = await readStoredImage(bytes?.get(name) ?? thing, thing, pixelLimit);
    for (const change of [...image.left, ...changesOf(image, frame)]) {
      const files = changes.get(change);
      if (files) files.push(name);
      else changes.set(change, [name]);
    }
    pixels.set(await fitted(image, frame), (i * pixels.length) / names.length);
  }
  const notices = [...changes].map(([change, files]) => `${count(files.length)} ${change}: ${some(files)}`);
  return { pixels, notices };
}

interface Frame {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

function frameOf(folder: string, images: number, shape: readonly number[]): Frame {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || (channels !== 1 && channels !== 3)) {
    throw new InputError({
      thing: folder,
      expected: 'a model whose input is an image [H, W, 1] or [H, W, 3]',
      found: `[${shape.join(', ')}]`,
      hint: 'Give such inputs as an .npy file.',
    });
  }
  if (images * height * width * channels > MOST_VALUES) {
    throw new InputError({
      thing: folder,
      expected: `at most ${MOST_VALUES} values`,
      found: `${images} images of [${shape.join(', ')}]`,
      hint: 'Set a limit.',
    });
  }
  return { height, width, channels };
}

function changesOf({ colours, width, height }: StoredImage, frame: Frame): string[] {
  const stretched = Math.abs(Math.log((width / height) * (frame.height / frame.width))) > 0.01;
  const size = `resized to ${frame.width} x ${frame.height}${stretched ? ', with another aspect ratio' : ''}`;
  return [
    ...(colours === 'cmyk' ? ['converted from CMYK to RGB'] : []),
    ...(frame.channels === 1 && colours !== 'grey' ? ['converted from colour to grey'] : []),
    ...(frame.channels === 3 && colours === 'grey' ? ['converted from grey to colour'] : []),
    ...(width === frame.width && height === frame.height ? [] : [size]),
  ];
}

/** The pixels of an image as the model takes them. Channels come first: a resize would weigh colours otherwise. */
async function fitted({ pixels, colours, width, height }: StoredImage, frame: Frame): Promise<Uint8Array> {
  const converted = toChannels(pixels, colours, frame.channels);
  if (width === frame.width && height === frame.height) return converted;
  return sharp(converted, { raw: { width, height, channels: frame.channels }, limitInputPixels: false })
    .resize(frame.width, frame.height, { fit: 'fill', kernel: 'linear' })
    .toColourspace(frame.channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer();
}

function count(n: number): string {
  return n === 1 ? '1 image' : `${n} images`;
}
