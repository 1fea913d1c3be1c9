import { join } from 'node:path';
import sharp, { type Metadata } from 'sharp';
import { InputError } from '../errors.ts';
import { some } from './folder.ts';
import { MOST_VALUES } from './npy-header.ts';

/** Larger images (in pixels, width x height) are refused: a small file can unpack to any size. */
export const PIXEL_LIMIT = 100_000_000;

const FORMATS = ['png', 'jpeg', 'webp'];

export interface Decoded {
  /** [count, H, W, C], 0 to 255. */
  readonly pixels: Float32Array;
  readonly notices: readonly string[];
}

/** What was done to images, as words, with the files that it was done to. */
type Changes = Map<string, string[]>;

/**
 * Decodes images and brings them to the shape [H, W, C] of a model's input: turned upright as their EXIF orientation
 * says, alpha dropped, colour to grey (C = 1) or grey to colour (C = 3), stretched to H x W with a bilinear filter that
 * averages where it shrinks. (It overshoots nowhere, so a black background stays exactly 0.) Each change that happened
 * is a notice with a count.
 * @param names paths in `folder`
 * @throws InputError naming the file that does not decode or has more than `pixelLimit` pixels, or the shape when no
 * image can have it
 */
export async function decodeImages(
  folder: string,
  names: readonly string[],
  shape: readonly number[],
  pixelLimit = PIXEL_LIMIT,
): Promise<Decoded> {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || (channels !== 1 && channels !== 3)) {
    throw new InputError({
      thing: folder,
      expected: 'a model whose input is an image [H, W, 1] or [H, W, 3]',
      found: `[${shape.join(', ')}]`,
      hint: 'Give such inputs as an .npy file.',
    });
  }
  const size = height * width * channels;
  if (names.length * size > MOST_VALUES) {
    throw new InputError({
      thing: folder,
      expected: `at most ${MOST_VALUES} values`,
      found: `${names.length} images of [${shape.join(', ')}]`,
      hint: 'Set a limit.',
    });
  }
  const pixels = new Float32Array(names.length * size);
  const changes: Changes = new Map();
  for (const [i, name] of names.entries()) {
    pixels.set(
      await decode(join(folder, name), name, { height, width, channels }, pixelLimit, changes),
      i * size,
    );
  }
  const notices = [...changes].map(([change, files]) => `${count(files.length)} ${change}: ${some(files)}`);
  return { pixels, notices };
}

interface Frame {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

async function decode(
  path: string,
  name: string,
  frame: Frame,
  pixelLimit: number,
  changes: Changes,
): Promise<Uint8Array> {
  const meta = await header(path);
  if (meta.width * meta.height > pixelLimit) {
    throw new InputError({
      thing: path,
      expected: `at most ${pixelLimit} pixels`,
      found: `${meta.width} x ${meta.height} = ${meta.width * meta.height}`,
    });
  }
  const turned = (meta.orientation ?? 1) > 1;
  const { width, height } = meta.autoOrient;
  const grey = meta.channels - (meta.hasAlpha ? 1 : 0) === 1;
  const sized = width === frame.width && height === frame.height;

  const note = (change: string) => {
    const files = changes.get(change);
    if (files) files.push(name);
    else changes.set(change, [name]);
  };
  if (turned) note('turned upright by EXIF orientation');
  if (meta.hasAlpha) note('stripped of alpha');
  if (frame.channels === 1 && !grey) note('converted from colour to grey');
  if (frame.channels === 3 && grey) note('converted from grey to colour');
  if (!sized) {
    const stretched = Math.abs(Math.log((width / height) * (frame.height / frame.width))) > 0.01;
    note(`resized to ${frame.width} x ${frame.height}${stretched ? ', with another aspect ratio' : ''}`);
  }

  // In two steps, because a resize in the same pipeline would come before the alpha channel is dropped, and weigh by it.
  const decoded = await sharp(path, { limitInputPixels: pixelLimit, failOn: 'error' })
    .autoOrient()
    .removeAlpha()
    .toColourspace(frame.channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => refuse(path, error));
  const { channels } = decoded.info;
  if (decoded.info.width !== width || decoded.info.height !== height || channels !== frame.channels) {
    refuse(path, new Error(`it decodes to ${decoded.info.width} x ${decoded.info.height} x ${channels}`));
  }
  return sized ? decoded.data : resize(decoded.data, { width, height, channels: frame.channels }, frame);
}

async function resize(pixels: Uint8Array, from: Frame, to: Frame): Promise<Uint8Array> {
  return sharp(pixels, { raw: from, limitInputPixels: false })
    .resize(to.width, to.height, { fit: 'fill', kernel: 'linear' })
    .toColourspace(to.channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer();
}

async function header(path: string): Promise<Metadata> {
  const meta = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch((error: Error) => refuse(path, error));
  if (!FORMATS.includes(meta.format)) {
    throw new InputError({
      thing: path,
      expected: 'a PNG, JPEG or WebP image',
      found: `a file of type ${meta.format}`,
    });
  }
  return meta;
}

function refuse(path: string, error: Error): never {
  const found = `one that does not decode (${error.message.split('\n')[0].replace(/:\s*$/, '')})`;
  throw new InputError({ thing: path, expected: 'a PNG, JPEG or WebP image', found }, { cause: error });
}

function count(n: number): string {
  return n === 1 ? '1 image' : `${n} images`;
}
