/** How the numbers of a pixel are meant: one of grey, three of colour, four of ink (255: full). */
export type Colours = 'grey' | 'rgb' | 'cmyk';

/** Numbers per pixel. */
export const CHANNELS: Readonly<Record<Colours, number>> = { grey: 1, rgb: 3, cmyk: 4 };

/**
 * Pixels with one channel (grey) or three (colour), computed as Pillow's `convert('L')` and `convert('RGB')` do, which
 * most training pipelines call: grey is repeated, colour becomes .299 R + .587 G + .114 B (ITU-R BT.601), ink becomes
 * the share of light that it and black let through. Takes possession of `pixels`, which it may return.
 * @see https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Convert.c
 */
export function toChannels(pixels: Uint8Array, from: Colours, channels: 1 | 3): Uint8Array {
  const colour = from === 'cmyk' ? rgbOfInk(pixels) : pixels;
  if (from === 'grey') return channels === 1 ? colour : repeated(colour);
  return channels === 3 ? colour : greyOf(colour);
}

function repeated(grey: Uint8Array): Uint8Array {
  const colour = new Uint8Array(3 * grey.length);
  for (let i = 0; i < grey.length; i++) colour.fill(grey[i], 3 * i, 3 * i + 3);
  return colour;
}

/** The weights are in units of 2^-16. */
function greyOf(colour: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: colour.length / 3 }, (_, i) => {
    const [red, green, blue] = [colour[3 * i], colour[3 * i + 1], colour[3 * i + 2]];
    return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  });
}

function rgbOfInk(ink: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: (3 * ink.length) / 4 }, (_, at) => {
    const pixel = 4 * Math.floor(at / 3);
    const light = 255 - ink[pixel + 3];
    return Math.max(0, light - byteProduct(ink[pixel + (at % 3)], light));
  });
}

/** a * b / 255, rounded, in whole numbers. */
function byteProduct(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}
