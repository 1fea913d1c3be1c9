import { taps } from '../enlarge.ts';

/** Bilinear enlargement of a grid to the pixels of an input, half-pixel centres, edges clamped, and its transpose. */
export class Enlargement {
  readonly cells: number;
  readonly pixels: number;
  readonly #down: ReturnType<typeof taps>;
  readonly #across: ReturnType<typeof taps>;
  readonly #columns: number;

  constructor([rows, columns]: readonly [number, number], [height, width]: readonly [number, number]) {
    this.cells = rows * columns;
    this.pixels = height * width;
    this.#down = taps(rows, height);
    this.#across = taps(columns, width);
    this.#columns = columns;
  }

  /** One value for each pixel, row-major. */
  enlarge(grid: Float64Array): Float64Array {
    const out = new Float64Array(this.pixels);
    this.#each((pixel, cell, weight) => {
      out[pixel] += weight * grid[cell];
    });
    return out;
  }

  /** The derivative by the cells of what has this derivative by the pixels. */
  transpose(pixels: Float64Array): Float64Array {
    const out = new Float64Array(this.cells);
    this.#each((pixel, cell, weight) => {
      out[cell] += weight * pixels[pixel];
    });
    return out;
  }

  #each(visit: (pixel: number, cell: number, weight: number) => void): void {
    let pixel = 0;
    for (const row of this.#down) {
      for (const column of this.#across) {
        const [top, bottom] = [row.low * this.#columns, row.high * this.#columns];
        visit(pixel, top + column.low, (1 - row.share) * (1 - column.share));
        visit(pixel, top + column.high, (1 - row.share) * column.share);
        visit(pixel, bottom + column.low, row.share * (1 - column.share));
        visit(pixel, bottom + column.high, row.share * column.share);
        pixel++;
      }
    }
  }
}
