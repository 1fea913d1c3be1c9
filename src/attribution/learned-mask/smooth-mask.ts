/** One over the temperature of the smooth maximum. */
const COLDNESS = 20;
/** Cells that are so many times sigma away count for nothing. */
const REACH = 1.5;

/**
 * Masks at the pixels of an input that are no finer than `sigma` pixels: at each the smooth maximum, sum f exp(f / T) / sum exp(f / T), of
 * f = k(d / sigma) c over the cells c of a grid at a distance d, k(z) = exp(-2 max(0, z - 1/2)^2) (Fong et al. 2019, section 3.3).
 * Every `step` pixels there is a cell, beyond the border too, as far as cells count.
 */
export class SmoothMask {
  readonly rows: number;
  readonly columns: number;
  readonly pixels: number;
  readonly #width: number;
  readonly #step: number;
  /** Cells on either side that count. */
  readonly #reach: number;
  /** What a cell may count for. */
  readonly #counts: readonly number[];
  /** Which of these it is by the phase of the pixel and by the cell's offset, which repeat from cell to cell; -1 for nothing. */
  readonly #kernel: Int32Array;

  constructor([height, width]: readonly number[], step: number, sigma: number) {
    this.#width = width;
    this.#step = step;
    this.#reach = Math.ceil((REACH * sigma) / step + 0.5);
    this.rows = Math.ceil(height / step) + 2 * this.#reach;
    this.columns = Math.ceil(width / step) + 2 * this.#reach;
    this.pixels = height * width;
    const side = 2 * this.#reach + 1;
    const squares: number[] = [];
    this.#kernel = Int32Array.from({ length: (step * side) ** 2 }, (_, at) => {
      const [phase, offset] = [Math.floor(at / side ** 2), at % side ** 2];
      const along = (ofPhase: number, ofOffset: number) =>
        (ofOffset - this.#reach) * step + (step - 1) / 2 - ofPhase;
      const square =
        along(Math.floor(phase / step), Math.floor(offset / side)) ** 2 +
        along(phase % step, offset % side) ** 2;
      if (Math.sqrt(square) > REACH * sigma) return -1;
      const known = squares.indexOf(square);
      return known < 0 ? squares.push(square) - 1 : known;
    });
    this.#counts = squares.map((square) => Math.exp(-2 * Math.max(0, Math.sqrt(square) / sigma - 0.5) ** 2));
  }

  /** One value for each pixel, row-major, of a grid [rows, columns]. */
  enlarge(grid: Float64Array): Float64Array {
    const powers = this.#powers(grid);
    const out = new Float64Array(this.pixels);
    for (let pixel = 0; pixel < this.pixels; pixel++) {
      let [above, below] = [0, 0];
      this.#around(pixel, (cell, which) => {
        const power = powers[which][cell];
        above += this.#counts[which] * grid[cell] * power;
        below += power;
      });
      out[pixel] = above / below;
    }
    return out;
  }

  /** The derivative by the cells of what has the derivative `slope` by the pixels of `mask`, which the grid gives. */
  transpose(grid: Float64Array, mask: Float64Array, slope: Float64Array): Float64Array {
    const powers = this.#powers(grid);
    const out = new Float64Array(grid.length);
    for (let pixel = 0; pixel < this.pixels; pixel++) {
      let below = 0;
      this.#around(pixel, (cell, which) => {
        below += powers[which][cell];
      });
      this.#around(pixel, (cell, which) => {
        const counts = this.#counts[which];
        const share = powers[which][cell] / below;
        out[cell] += slope[pixel] * share * (1 + COLDNESS * (counts * grid[cell] - mask[pixel])) * counts;
      });
    }
    return out;
  }

  /** The share of what a cell counts for that lies within the input, by cell: less than 1 at the border and beyond. */
  get shares(): Float64Array {
    const within = new Float64Array(this.rows * this.columns);
    for (let pixel = 0; pixel < this.pixels; pixel++) {
      this.#around(pixel, (cell, which) => {
        within[cell] += this.#counts[which];
      });
    }
    const whole = within.reduce((a, b) => Math.max(a, b), 0);
    return within.map((counts) => counts / whole);
  }

  /** exp(f / T) of every cell by what it may count for. */
  #powers(grid: Float64Array): Float64Array[] {
    return this.#counts.map((counts) => grid.map((cell) => Math.exp(COLDNESS * counts * cell)));
  }

  /** Visits every cell that counts at a pixel. */
  #around(pixel: number, visit: (cell: number, which: number) => void): void {
    const step = this.#step;
    const side = 2 * this.#reach + 1;
    const [row, column] = [Math.floor(pixel / this.#width), pixel % this.#width];
    const first = Math.floor(row / step) * this.columns + Math.floor(column / step);
    const phase = ((row % step) * step + (column % step)) * side ** 2;
    for (let offset = 0; offset < side ** 2; offset++) {
      const which = this.#kernel[phase + offset];
      if (which >= 0) visit(first + Math.floor(offset / side) * this.columns + (offset % side), which);
    }
  }
}
