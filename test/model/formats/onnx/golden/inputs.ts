/** Two inputs of a shape, as fixtures/onnx/make.py computes them: numbers in steps of 1/512, or tokens below a number. */
export function goldenInputs(shape: readonly number[], tokens: number | null): Float32Array {
  const count = 2 * shape.reduce((size, extent) => size * extent, 1);
  return Float32Array.from({ length: count }, (_, i) => {
    const step = (i * 7919 + 13) % 1021;
    return tokens === null ? (step - 510) / 512 : step % tokens;
  });
}
