/** The Gaussian is cut off at so many SDs. */
const RADIUS = 4;

/** A plane under a Gaussian of some SD, in pixels; it goes round the edges, so that all places are alike. SD 0 changes nothing. */
export function smoothed(plane: Float64Array, height: number, width: number, sd: number): Float64Array {
  if (!(sd > 0)) return plane.slice();
  const across = alongRows(plane, height, width, gaussian(sd, width));
  const turned = transposed(across, height, width);
  return transposed(alongRows(turned, width, height, gaussian(sd, height)), width, height);
}

function gaussian(sd: number, extent: number): Float64Array {
  const radius = Math.min(Math.ceil(RADIUS * sd), Math.floor((extent - 1) / 2));
  return Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-(((i - radius) / sd) ** 2) / 2));
}

function alongRows(plane: Float64Array, height: number, width: number, kernel: Float64Array): Float64Array {
  const radius = (kernel.length - 1) / 2;
  const out = new Float64Array(plane.length);
  // A row with what goes round its edges.
  const framed = new Float64Array(width + 2 * radius);
  for (let row = 0; row < height; row++) {
    const own = plane.subarray(row * width, (row + 1) * width);
    framed.set(own.subarray(width - radius));
    framed.set(own, radius);
    framed.set(own.subarray(0, radius), radius + width);
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k] * framed[column + k];
      out[row * width + column] = sum;
    }
  }
  return out;
}

function transposed(plane: Float64Array, height: number, width: number): Float64Array {
  const out = new Float64Array(plane.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) out[column * height + row] = plane[row * width + column];
  }
  return out;
}
