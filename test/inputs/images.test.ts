import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImages as decodeFiles } from '../../src/inputs/images.ts';
import { fault, folderOf, png } from './folder-of.ts';

const ramp = (i: number) => (i * 7) % 256;

/** A PNG whose header claims other dimensions than its data has, checksum corrected. */
function claiming(bytes: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32BE(width, 16);
  copy.writeUInt32BE(height, 20);
  copy.writeUInt32BE(crc32(copy.subarray(12, 29)), 29);
  return copy;
}

const decodeImages = (folder: string, names: string[], shape: number[], pixelLimit?: number) =>
  decodeFiles({ folder, names }, shape, pixelLimit);

async function decodeOne(name: string, bytes: Uint8Array | string, shape: number[], pixelLimit?: number) {
  const root = await folderOf({ [name]: bytes });
  return decodeImages(root, [name], shape, pixelLimit);
}

describe('decodeImages', () => {
  it('gives the bytes of grey and colour PNGs of the right size', async () => {
    const grey = await decodeOne('a.png', await png(5, 4, 1, ramp), [4, 5, 1]);
    expect(grey).toEqual({ pixels: Float32Array.from({ length: 20 }, (_, i) => ramp(i)), notices: [] });
    const colour = await decodeOne('a.png', await png(5, 4, 3, ramp), [4, 5, 3]);
    expect(colour).toEqual({ pixels: Float32Array.from({ length: 60 }, (_, i) => ramp(i)), notices: [] });
  });

  it.each(['jpeg', 'webp'] as const)('reads %s', async (format) => {
    const bytes = await sharp(await png(16, 16, 3, () => 120))
      .toFormat(format, { quality: 100 })
      .toBuffer();
    const { pixels } = await decodeOne(`a.${format}`, bytes, [16, 16, 3]);
    for (const value of pixels) expect(Math.abs(value - 120)).toBeLessThanOrEqual(2);
  });

  it('reads 16-bit grey and palettes', async () => {
    const deep = await sharp(Uint16Array.of(0, 0x8080, 0xffff, 0x4040), {
      raw: { width: 2, height: 2, channels: 1 },
    })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect((await decodeOne('a.png', deep, [2, 2, 1])).pixels).toEqual(Float32Array.of(0, 128, 255, 64));
    const colours = [10, 20, 30, 200, 100, 50];
    const palette = await sharp(Uint8Array.from(colours), { raw: { width: 2, height: 1, channels: 3 } })
      .png({ palette: true })
      .toBuffer();
    expect((await decodeOne('a.png', palette, [1, 2, 3])).pixels).toEqual(Float32Array.from(colours));
  });

  it('turns grey to colour by repeating it', async () => {
    const { pixels, notices } = await decodeOne('a.png', await png(2, 1, 1, (i) => 50 + i), [1, 2, 3]);
    expect(pixels).toEqual(Float32Array.of(50, 50, 50, 51, 51, 51));
    expect(notices).toEqual(['1 image converted from grey to colour: a.png']);
  });

  it('turns colour to grey; a neutral grey keeps its value', async () => {
    const { pixels, notices } = await decodeOne(
      'a.png',
      await png(3, 1, 3, (i) => 100 * Math.floor(i / 3)),
      [1, 3, 1],
    );
    expect(pixels).toEqual(Float32Array.of(0, 100, 200));
    expect(notices).toEqual(['1 image converted from colour to grey: a.png']);
  });

  it('drops alpha and keeps the colour beneath', async () => {
    const { pixels, notices } = await decodeOne('a.png', await png(1, 2, 4, (i) => i * 10), [2, 1, 3]);
    expect(pixels).toEqual(Float32Array.of(0, 10, 20, 40, 50, 60));
    expect(notices).toEqual(['1 image stripped of alpha: a.png']);
  });

  it('leaves images turned as they are stored', async () => {
    const bytes = await sharp(await png(2, 1, 3, (i) => 10 * i))
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const { pixels, notices } = await decodeOne('a.png', bytes, [1, 2, 3]);
    expect(pixels).toEqual(Float32Array.of(0, 10, 20, 30, 40, 50));
    expect(notices).toEqual(['1 image with an EXIF orientation that is not applied: a.png']);
  });

  it('resizes: flat images stay flat, a black half stays exactly black away from the edge', async () => {
    const flat = await decodeOne('a.png', await png(50, 30, 1, () => 77), [28, 28, 1]);
    expect(new Set(flat.pixels)).toEqual(new Set([77]));
    const half = await decodeOne('a.png', await png(56, 56, 1, (i) => (i % 56 < 28 ? 0 : 255)), [28, 28, 1]);
    const row = half.pixels.subarray(28 * 14, 28 * 15);
    expect(new Set(row.subarray(0, 12))).toEqual(new Set([0]));
    expect(new Set(row.subarray(16))).toEqual(new Set([255]));
    expect(half.notices).toEqual(['1 image resized to 28 x 28: a.png']);
  });

  it('keeps the order of the names and counts each change once', async () => {
    const root = await folderOf({
      'a.png': await png(8, 8, 1, () => 1),
      'b.png': await png(4, 8, 4, () => 2),
      'c.png': await png(8, 8, 4, () => 3),
    });
    const { pixels, notices } = await decodeImages(root, ['c.png', 'a.png', 'b.png'], [4, 4, 1]);
    expect([pixels[0], pixels[16], pixels[32]]).toEqual([3, 1, 2]);
    expect(notices).toMatchInlineSnapshot(`
      [
        "2 images stripped of alpha: c.png, b.png",
        "2 images converted from colour to grey: c.png, b.png",
        "2 images resized to 4 x 4: c.png, a.png",
        "1 image resized to 4 x 4, with another aspect ratio: b.png",
      ]
    `);
  });

  it('refuses files that are no images of the formats, whatever their name', async () => {
    const good = await png(64, 64, 3, (i) => (i * i) % 251);
    const jpeg = await sharp(good).jpeg().toBuffer();
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    const gif = await sharp(good).gif().toBuffer();
    const files = {
      empty: '',
      text: 'no image',
      svg,
      gif,
      cut: good.subarray(0, 400),
      'cut jpeg': jpeg.subarray(0, 900),
    };
    const messages: Record<string, string> = {};
    for (const [what, bytes] of Object.entries(files)) {
      const root = await folderOf({ 'a.png': bytes });
      messages[what] = await fault(decodeImages(root, ['a.png'], [8, 8, 3]), root);
    }
    expect(messages).toMatchInlineSnapshot(`
      {
        "cut": "<folder>/a.png: expected a PNG, JPEG or WebP image, found one that does not decode (vipspng: libpng read error).",
        "cut jpeg": "<folder>/a.png: expected a PNG, JPEG or WebP image, found one that does not decode (VipsJpeg: premature end of JPEG image).",
        "empty": "<folder>/a.png: expected a PNG, JPEG or WebP image, found one that does not decode (it is empty).",
        "gif": "<folder>/a.png: expected a PNG, JPEG or WebP image, found a file of type gif.",
        "svg": "<folder>/a.png: expected a PNG, JPEG or WebP image, found a file of type svg.",
        "text": "<folder>/a.png: expected a PNG, JPEG or WebP image, found one that does not decode (Input file contains unsupported image format).",
      }
    `);
  });

  it('refuses an image above the pixel limit by its header', async () => {
    const small = await png(10, 10, 1, ramp);
    const root = await folderOf({ 'bomb.png': claiming(small, 60_000, 60_000), 'a.png': small });
    expect(await fault(decodeImages(root, ['bomb.png'], [28, 28, 1]), root)).toMatchInlineSnapshot(
      `"<folder>/bomb.png: expected at most 100000000 pixels, found 60000 x 60000 = 3600000000."`,
    );
    expect(await fault(decodeImages(root, ['a.png'], [28, 28, 1], 99), root)).toMatchInlineSnapshot(
      `"<folder>/a.png: expected at most 99 pixels, found 10 x 10 = 100."`,
    );
    expect((await decodeImages(root, ['a.png'], [28, 28, 1], 100)).pixels).toHaveLength(784);
  });

  it('refuses a model that takes no images', async () => {
    expect(await fault(decodeImages('set', ['a.png'], [784]))).toMatchInlineSnapshot(
      `"set: expected a model whose input is an image [H, W, 1] or [H, W, 3], found [784]. Give such inputs as an .npy file."`,
    );
    expect(await fault(decodeImages('set', ['a.png'], [8, 8, 4]))).toMatchInlineSnapshot(
      `"set: expected a model whose input is an image [H, W, 1] or [H, W, 3], found [8, 8, 4]. Give such inputs as an .npy file."`,
    );
  });

  it('refuses more values than an array holds before it decodes', async () => {
    const names = new Array(8000).fill('missing.png');
    expect(await fault(decodeImages(join('set'), names, [224, 224, 3]))).toMatchInlineSnapshot(
      `"set: expected at most 1073741824 values, found 8000 images of [224, 224, 3]. Set a limit."`,
    );
  });
});
