/**
 * A Gaussian around the middle of a plane, its SD a quarter of each side: where photographs have their objects. Row-major.
 * Pixels that are equally far have equal values to the last bit, so that their ranks are equal too.
 */
export function centrePrior(height: number, width: number): Float64Array {
  return Float64Array.from({ length: height * width }, (_, i) => {
    // Whole numbers, twice the distances times both sides.
    const down = (2 * Math.floor(i / width) - (height - 1)) * width;
    const across = (2 * (i % width) - (width - 1)) * height;
    return Math.exp((-2 * (down * down + across * across)) / (height * width) ** 2);
  });
}
