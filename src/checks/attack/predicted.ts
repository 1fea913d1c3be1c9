/** Index of the largest of the logits of one input, of [N, classes]. */
export function predictedOf(logits: Float32Array, classes: number, input: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) {
    if (logits[input * classes + c] > logits[input * classes + best]) best = c;
  }
  return best;
}

/** Whether an input is still taken for the same class. */
export const stays = (
  logits: Float32Array,
  at: number,
  {
    trained,
    input,
    classes,
  }: { readonly trained: Float32Array; readonly input: number; readonly classes: number },
): boolean => predictedOf(logits, classes, at) === predictedOf(trained, classes, input);
