import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeImages } from '../../src/inputs/images.ts';
import { folderOf } from './folder-of.ts';

interface StoredExample {
  readonly name: string;
  readonly type: string;
  /** What read the numbers below from the file. */
  readonly by: string;
  /** [height, width]. */
  readonly shape: readonly [number, number];
  readonly rgb: readonly number[];
  /** What Pillow's `convert('L')` makes of them. */
  readonly grey: readonly number[];
  /** Base64. */
  readonly file: string;
}

const examples: StoredExample[] = JSON.parse(
  readFileSync(new URL('stored-images.json', import.meta.url), 'utf8'),
);

it.each(examples)('a $name has the pixels that $by reads', async ({ type, shape, rgb, grey, file }) => {
  const name = `a.${type}`;
  const folder = await folderOf({ [name]: Buffer.from(file, 'base64') });
  const read = async (channels: number) =>
    (await decodeImages({ folder, names: [name] }, [...shape, channels])).pixels;
  expect([...(await read(3))]).toEqual(rgb);
  expect([...(await read(1))]).toEqual(grey);
});

it('says of each file what is left aside or converted', async () => {
  const files = Object.fromEntries(
    examples.map(({ name, type, file }) => [`${name}.${type}`, Buffer.from(file, 'base64')]),
  );
  const folder = await folderOf(files);
  const { notices } = await decodeImages({ folder, names: Object.keys(files) }, [2, 2, 3]);
  expect(notices.filter((notice) => !notice.includes('resized'))).toMatchInlineSnapshot(`
    [
      "3 images with a colour profile that is not applied: colour profile, PNG.png, colour profile, JPEG.jpg, colour profile, WebP.webp",
      "1 image converted from CMYK to RGB: CMYK JPEG.jpg",
      "5 images converted from grey to colour: grey JPEG.jpg, 16-bit grey PNG.png, 16-bit grey and alpha PNG.png and 2 more",
      "4 images reduced from 16 to 8 bits, their upper byte: 16-bit grey PNG.png, 16-bit grey and alpha PNG.png, 16-bit colour PNG.png and 1 more",
      "4 images stripped of alpha: 16-bit grey and alpha PNG.png, 16-bit colour and alpha PNG.png, palette PNG, partly transparent.png and 1 more",
      "1 image with an EXIF orientation that is not applied: turned JPEG.jpg",
    ]
  `);
});

it.each([
  [
    'png',
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAACGFjVEwAAAACAAAAAPONk3AAAAAaZmNUTAAAAAAAAAACAAAAAgAAAAAAAAAAAAEAFAAA/uxSegAAAA5JREFUeJxj5GJgYmAAAABEAA4Qy0yIAAAAGmZjVEwAAAABAAAAAgAAAAIAAAAAAAAAAAABABQAAGWfuK4AAAASZmRBVAAAAAJ4nGM8wcDEwAAAA/oAzKnAUXMAAAAASUVORK5CYII=',
  ],
  [
    'webp',
    'UklGRogAAABXRUJQVlA4WAoAAAACAAAAAQAAAQAAQU5JTQYAAAAAAAAAAABBTk1GKgAAAAAAAAAAAAEAAAEAADIAAAJWUDhMEQAAAC8BQAAAB1CFKlSh/4GI6H8AAEFOTUYqAAAAAAAAAAAAAQAAAQAAMgAAAFZQOEwRAAAALwFAAAAHUOQiF7n/gYjofwAA',
  ],
])('of an animation the first picture is read, and a notice says so: %s', async (type, file) => {
  const name = `a.${type}`;
  const folder = await folderOf({ [name]: Buffer.from(file, 'base64') });
  const { pixels, notices } = await decodeImages({ folder, names: [name] }, [2, 2, 3]);
  // Pillow wrote two pictures, of 10 and of 200.
  expect([...pixels]).toEqual(new Array(12).fill(10));
  expect(notices).toContain(`1 image with an animation, of which the first picture is read: ${name}`);
});
