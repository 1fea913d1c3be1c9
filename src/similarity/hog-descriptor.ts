const BINS = 9;
/** Cells along one side of a block. */
const BLOCK = 3;
const EPSILON = 1e-5;
const CLIP = 0.2;

/** Cotangents of the lower edges of bins 1 to 8, at 20, 40 ... 160 degrees: they fall as the angle rises. */
const EDGES = Float64Array.from({ length: BINS - 1 }, (_, i) => 1 / Math.tan(((i + 1) * Math.PI) / BINS));
const [EDGE_20, EDGE_40, EDGE_60, EDGE_80, EDGE_100, EDGE_120, EDGE_140, EDGE_160] = EDGES;

/**
 * Histogram-of-oriented-gradients descriptor of a row-major plane with values in [0, 1]: 9 unsigned orientations, whole
 * cells of `cell` x `cell` pixels, overlapping blocks of 3 x 3 cells, L2-Hys normalisation. Laid out as [block row, block
 * column, cell row, cell column, orientation]. The plane must hold at least one block.
 * Source: Dalal and Triggs 2005; hard binning and cell means as in scikit-image's `hog`.
 */
export function hogDescriptor(
  values: Float64Array,
  height: number,
  width: number,
  cell: number,
): Float64Array {
  const rows = Math.floor(height / cell);
  const columns = Math.floor(width / cell);
  const histograms = cellHistograms(values, height, width, cell, rows, columns);
  const length = BLOCK * BLOCK * BINS;
  const descriptor = new Float64Array((rows - BLOCK + 1) * (columns - BLOCK + 1) * length);
  let at = 0;
  for (let row = 0; row + BLOCK <= rows; row++) {
    for (let column = 0; column + BLOCK <= columns; column++) {
      for (let r = row; r < row + BLOCK; r++) {
        const first = (r * columns + column) * BINS;
        descriptor.set(histograms.subarray(first, first + BLOCK * BINS), at);
        at += BLOCK * BINS;
      }
      const block = descriptor.subarray(at - length, at);
      normalise(block);
      for (let i = 0; i < length; i++) block[i] = Math.min(block[i], CLIP);
      normalise(block);
    }
  }
  return descriptor;
}

/**
 * Mean gradient magnitude per orientation of every whole cell: [row, column, orientation]. Summed in float32, as
 * scikit-image does: its rounding decides the order of nearly equal descriptor values, which Spearman sees.
 */
function cellHistograms(
  values: Float64Array,
  height: number,
  width: number,
  cell: number,
  rows: number,
  columns: number,
): Float32Array {
  const histograms = new Float32Array(rows * columns * BINS);
  for (let y = 0; y < rows * cell; y++) {
    const rowOfCells = Math.floor(y / cell) * columns;
    const isInner = y > 0 && y < height - 1;
    for (let x = 0; x < columns * cell; x++) {
      const at = y * width + x;
      // The gradient across the border is zero, not one-sided.
      const down = isInner ? values[at + width] - values[at - width] : 0;
      const right = x > 0 && x < width - 1 ? values[at + 1] - values[at - 1] : 0;
      if (down === 0 && right === 0) continue;
      const bin = (rowOfCells + Math.floor(x / cell)) * BINS + orientation(down, right);
      histograms[bin] += Math.sqrt(down * down + right * right);
    }
  }
  for (let i = 0; i < histograms.length; i++) histograms[i] /= cell * cell;
  return histograms;
}

/**
 * Bin of a gradient's angle modulo 180 degrees, found from the cotangent, which takes no arc tangent. An angle less than
 * rounding below 0 is in the last bin; scikit-image rounds it to 180 degrees, which is in none of its bins.
 */
function orientation(down: number, right: number): number {
  if (down === 0) return 0;
  const cotangent = right / down;
  if (cotangent > EDGE_80) {
    if (cotangent > EDGE_40) return cotangent > EDGE_20 ? 0 : 1;
    return cotangent > EDGE_60 ? 2 : 3;
  }
  if (cotangent > EDGE_120) return cotangent > EDGE_100 ? 4 : 5;
  if (cotangent > EDGE_140) return 6;
  return cotangent > EDGE_160 ? 7 : 8;
}

function normalise(block: Float64Array): void {
  let squares = EPSILON ** 2;
  for (let i = 0; i < block.length; i++) squares += block[i] * block[i];
  const norm = Math.sqrt(squares);
  for (let i = 0; i < block.length; i++) block[i] /= norm;
}
