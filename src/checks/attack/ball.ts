/** Where the values of one input may lie. */
export interface Ball {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** What every value of an input lies between, over all inputs. */
export interface Range {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** All x + d with |d| at most `strength` of the range, within that range; an input that lies beyond it goes no further. */
export function ballOf(input: Float32Array, range: Range, strength: number): Ball {
  const most = (p: number) => strength * (range.high[p] - range.low[p]);
  return {
    low: input.map((x, p) => Math.min(x, Math.max(x - most(p), range.low[p]))),
    high: input.map((x, p) => Math.max(x, Math.min(x + most(p), range.high[p]))),
  };
}

/** Moves every value by a share of the ball's radius, up or down, and back into the ball. */
export function moved(
  values: Float32Array,
  signs: ArrayLike<number>,
  share: number,
  { ball, range, strength }: { readonly ball: Ball; readonly range: Range; readonly strength: number },
): Float32Array {
  return values.map((value, p) => {
    const step = share * strength * (range.high[p] - range.low[p]) * Math.sign(signs[p]);
    return Math.min(ball.high[p], Math.max(ball.low[p], value + step));
  });
}
