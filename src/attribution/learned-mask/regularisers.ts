/** What a mask pays for what it deletes, and for its borders. */
export interface Regularisers {
  /** Of sum |1 - m|. */
  readonly sparsity: number;
  /** Of sum (dy^2 + dx^2)^(power / 2), forward differences, 0 at the end. */
  readonly variation: number;
  readonly power: number;
}

/** Both terms of a grid of cells, and adds the derivative of their sum to `slope` (Fong and Vedaldi 2017, eq. 3). */
export function regularise(
  mask: Float64Array,
  columns: number,
  { sparsity, variation, power }: Regularisers,
  slope: Float64Array,
): { readonly sparsity: number; readonly variation: number } {
  let deleted = 0;
  let varied = 0;
  for (let cell = 0; cell < mask.length; cell++) {
    deleted += Math.abs(1 - mask[cell]);
    slope[cell] -= sparsity * Math.sign(1 - mask[cell]);
    const right = cell % columns < columns - 1 ? cell + 1 : cell;
    const below = cell + columns < mask.length ? cell + columns : cell;
    const [across, down] = [mask[right] - mask[cell], mask[below] - mask[cell]];
    const square = across * across + down * down;
    if (square === 0) continue;
    varied += square ** (power / 2);
    const rise = variation * power * square ** (power / 2 - 1);
    slope[right] += rise * across;
    slope[below] += rise * down;
    slope[cell] -= rise * (across + down);
  }
  return { sparsity: sparsity * deleted, variation: variation * varied };
}
