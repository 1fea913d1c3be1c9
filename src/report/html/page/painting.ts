import type { PageElement, PageWindow } from './dom.ts';

export interface Painting {
  bytes(base64: string): Uint8Array;
  /** Colours every byte of a map; 255 is not finite. */
  paint(canvas: PageElement, map: Uint8Array, width: number, palette: Uint8Array): void;
  /** The same, to be laid over the input: the smaller a value, the clearer. */
  paintOver(canvas: PageElement, map: Uint8Array, width: number, palette: Uint8Array, signed: boolean): void;
  /** What the second map has more than the first, as bytes of the signed palette, clipped at the ends of the scale. */
  difference(first: Uint8Array, second: Uint8Array, signed: boolean): Uint8Array;
  /** The size of signed bytes, as bytes of the abs palette. */
  size(signed: Uint8Array): Uint8Array;
  /** Shows a picture of so many pixels within `room`: pixels of a map are squares of one size wherever they fit. */
  fit(picture: PageElement, width: number, height: number, room: number): void;
}

/** Runs in the page: it may use nothing but its argument. */
export function painting(window: PageWindow): Painting {
  const NOT_FINITE = 255;
  const MIDDLE = 127;
  /** Opacity over the input where a map is largest. */
  const OPACITY = 0.9;
  const colour = (
    canvas: PageElement,
    map: Uint8Array,
    width: number,
    palette: Uint8Array,
    opacity: (value: number) => number,
  ): void => {
    const height = map.length / width;
    canvas.width = width;
    canvas.height = height;
    const painter = canvas.getContext('2d');
    const image = painter.createImageData(width, height);
    for (let pixel = 0; pixel < map.length; pixel++) {
      const known = map[pixel] !== NOT_FINITE;
      for (let part = 0; part < 3; part++) {
        image.data[4 * pixel + part] = known ? palette[3 * map[pixel] + part] : 134;
      }
      image.data[4 * pixel + 3] = known ? Math.round(255 * opacity(map[pixel])) : 255;
    }
    painter.putImageData(image, 0, 0);
  };
  return {
    bytes: (base64) => Uint8Array.from(window.atob(base64), (character) => character.charCodeAt(0)),
    paint: (canvas, map, width, palette) => colour(canvas, map, width, palette, () => 1),
    paintOver(canvas, map, width, palette, signed) {
      const share = (value: number) => (signed ? Math.abs(value - MIDDLE) / MIDDLE : value / (2 * MIDDLE));
      colour(canvas, map, width, palette, (value) => OPACITY * Math.sqrt(share(value)));
    },
    difference(first, second, signed) {
      const step = signed ? 1 : 0.5;
      return first.map((value, at) => {
        if (value === NOT_FINITE || second[at] === NOT_FINITE) return NOT_FINITE;
        return Math.round(Math.min(2 * MIDDLE, Math.max(0, MIDDLE + step * (second[at] - value))));
      });
    },
    size: (signed) =>
      signed.map((value) => (value === NOT_FINITE ? NOT_FINITE : 2 * Math.abs(value - MIDDLE))),
    fit(picture, width, height, room) {
      const factor = Math.min(room / width, room / height);
      const dots = window.devicePixelRatio;
      const whole = factor >= 1 ? Math.floor(factor * dots) / dots : factor;
      picture.style.width = `${whole * width}px`;
      // A strip of features is no higher than a line of text.
      picture.style.height = `${height === 1 ? 24 : whole * height}px`;
    },
  };
}
