/** Values that differ by no more are equal: they are sums in another order. */
const ROUNDING = 1e-9;

/**
 * How far a mask is from one that keeps a share `area` of the pixels and no other: the mean square of its sorted values less as many
 * ones behind zeros (Fong et al. 2019, eq. 4). Adds `weight` times its derivative to `slope`; of equal values each goes towards the mean
 * of what their places ask for, so that none is kept for where it stands.
 */
export function areaGap(mask: Float64Array, area: number, weight: number, slope: Float64Array): number {
  const order = Uint32Array.from(mask.keys()).sort((a, b) => mask[a] - mask[b] || a - b);
  const zeros = Math.floor((1 - area) * mask.length);
  let sum = 0;
  for (let from = 0; from < order.length; ) {
    let end = from + 1;
    while (end < order.length && mask[order[end]] - mask[order[end - 1]] <= ROUNDING) end++;
    const ones = Math.max(0, end - Math.max(from, zeros));
    for (let rank = from; rank < end; rank++) {
      const pixel = order[rank];
      sum += (mask[pixel] - (rank < zeros ? 0 : 1)) ** 2;
      slope[pixel] += (2 * weight * (mask[pixel] - ones / (end - from))) / mask.length;
    }
    from = end;
  }
  return sum / mask.length;
}
