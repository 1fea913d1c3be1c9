/** Place of the largest of an input's logits [N, classes]; the first of equal ones. */
export function winner(logits: Float32Array, input: number, classes: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) {
    if (logits[input * classes + c] > logits[input * classes + best]) best = c;
  }
  return best;
}
