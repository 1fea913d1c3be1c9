import { readFile, stat } from 'node:fs/promises';
import sharp, { type Metadata } from 'sharp';
import { InputError } from '../errors.ts';
import { isAnimatedPng } from './animated-png.ts';
import { CHANNELS, type Colours } from './channels.ts';

const FORMATS = ['png', 'jpeg', 'webp'];

/** The pixels of an image file, as they are stored in it. */
export interface StoredImage {
  readonly width: number;
  readonly height: number;
  readonly colours: Colours;
  /** [height, width, channels of `colours`], 0 to 255. */
  readonly pixels: Uint8Array;
  /** What the file holds beside these numbers, each left aside, in words that follow `3 images`. */
  readonly left: readonly string[];
}

/**
 * Reads the pixels of an image as Pillow and TensorFlow do: without its colour profile, not turned by its EXIF
 * orientation, without alpha, of 16-bit numbers the upper byte, palettes looked up. Of an animation the first picture.
 * @param path a path; of a name that is no UTF-8, its bytes
 * @param thing what the file is called in messages
 * @throws InputError naming a file that does not decode, is of another kind or has more than `pixelLimit` pixels
 */
export async function readStoredImage(
  path: string | Uint8Array,
  thing: string,
  pixelLimit: number,
): Promise<StoredImage> {
  // The decoder takes paths as text only.
  const source = typeof path === 'string' ? path : await readFile(Buffer.from(path));
  const meta = await header(source, thing);
  const { width, height } = meta;
  if (width * height > pixelLimit) {
    throw new InputError({
      thing,
      expected: `at most ${pixelLimit} pixels`,
      found: `${width} x ${height} = ${width * height}`,
    });
  }
  const colours = coloursOf(meta);
  const deep = meta.depth === 'ushort';
  const space = SPACES[colours][deep ? 'deep' : 'plain'];
  const image = sharp(source, { limitInputPixels: pixelLimit, failOn: 'error', ignoreIcc: true });
  // Ink stays ink only where the whole way is in its colour space.
  const own = colours === 'cmyk' ? image.pipelineColourspace(space) : image.removeAlpha();
  const { data, info } = await own
    .toColourspace(space)
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => refuse(thing, error));
  if (info.width !== width || info.height !== height || info.channels !== CHANNELS[colours]) {
    refuse(thing, new Error(`it decodes to ${info.width} x ${info.height} x ${info.channels}`));
  }
  return {
    width,
    height,
    colours,
    pixels: deep ? upperBytes(data) : data,
    left: leftAside(meta, await isAnimation(source, meta)),
  };
}

/** Height and width of an image file. Throws InputError naming a file that is no image. */
export async function storedSize(
  path: string | Uint8Array,
  thing: string,
): Promise<{ readonly height: number; readonly width: number }> {
  const source = typeof path === 'string' ? path : await readFile(Buffer.from(path));
  const { height, width } = await header(source, thing);
  return { height, width };
}

const SPACES: Readonly<Record<Colours, { readonly plain: string; readonly deep: string }>> = {
  grey: { plain: 'b-w', deep: 'grey16' },
  rgb: { plain: 'srgb', deep: 'rgb16' },
  cmyk: { plain: 'cmyk', deep: 'cmyk' },
};

function coloursOf({ space, channels, hasAlpha }: Metadata): Colours {
  if (space === 'cmyk') return 'cmyk';
  return channels - (hasAlpha ? 1 : 0) === 1 ? 'grey' : 'rgb';
}

/** The decoder counts the pictures of WebP files, and takes an animated PNG for its first. */
async function isAnimation(source: string | Buffer, { format, pages = 1 }: Metadata): Promise<boolean> {
  if (format !== 'png') return pages > 1;
  return isAnimatedPng(typeof source === 'string' ? await readFile(source) : source);
}

function leftAside(meta: Metadata, animated: boolean): string[] {
  return [
    ...(animated ? ['with an animation, of which the first picture is read'] : []),
    ...((meta.orientation ?? 1) > 1 ? ['with an EXIF orientation that is not applied'] : []),
    ...(meta.icc && !isStandard(meta.icc) ? ['with a colour profile that is not applied'] : []),
    ...(meta.hasAlpha ? ['stripped of alpha'] : []),
    ...(meta.depth === 'ushort' ? ['reduced from 16 to 8 bits, their upper byte'] : []),
  ];
}

/** A profile that calls itself sRGB says what pixels without one mean anyway. Its name is in ASCII or UTF-16. */
function isStandard(profile: Buffer): boolean {
  return profile.includes('sRGB', 0, 'latin1') || profile.includes('\0s\0R\0G\0B', 0, 'latin1');
}

/** Of numbers of 16 bits in the processor's order. */
function upperBytes(data: Buffer): Uint8Array {
  const numbers = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  return Uint8Array.from(numbers, (number) => number >> 8);
}

async function header(source: string | Buffer, thing: string): Promise<Metadata> {
  const meta = await sharp(source, { limitInputPixels: false })
    .metadata()
    .catch(async (error: Error) => refuse(thing, (await isEmpty(source)) ? new Error('it is empty') : error));
  if (FORMATS.includes(meta.format)) return meta;
  throw new InputError({
    thing,
    expected: 'a PNG, JPEG or WebP image',
    found: `a file of type ${meta.format}`,
  });
}

const isEmpty = async (source: string | Buffer): Promise<boolean> =>
  typeof source === 'string' ? (await stat(source)).size === 0 : source.length === 0;

function refuse(thing: string, error: Error): never {
  const found = `one that does not decode (${error.message.split('\n')[0].replace(/:\s*$/, '')})`;
  throw new InputError({ thing, expected: 'a PNG, JPEG or WebP image', found }, { cause: error });
}
