import type { Lab } from '../lab.ts';
import { ballOf, moved, type Range } from './ball.ts';
import { stays } from './predicted.ts';

/** Signs that are tried at full strength before weaker ones are, and tries in all. */
const STRONG = 8;
const TRIES = 16;

/**
 * Every input with plus or minus the strength in every value, [N, ...shape]; the signs are drawn. Where the prediction changes, others are
 * drawn, eight times, and then half as strong, and half of that; an input that no noise leaves its prediction stays as it is.
 */
export async function withRandomSigns(
  lab: Pick<Lab, 'facts' | 'noise' | 'logitsOf'>,
  draw: number,
  { range, strength }: { readonly range: Range; readonly strength: number },
): Promise<Float32Array> {
  const { inputs, count, classes, logits } = lab.facts;
  const size = inputs.length / count;
  const noisy = inputs.slice();
  let open = Array.from({ length: count }, (_, i) => i);
  for (let attempt = 0; attempt < TRIES && open.length > 0; attempt++) {
    const share = attempt < STRONG ? 1 : 2 ** (STRONG - 1 - attempt);
    const signs = new Float64Array(size);
    for (const input of open) {
      const own = inputs.subarray(input * size, (input + 1) * size);
      lab.noise(`random sign ${attempt}`, draw, input, signs);
      const ball = ballOf(own, range, strength);
      noisy.set(moved(own, signs, share, { ball, range, strength }), input * size);
    }
    const answers = await lab.logitsOf(open.length, (at, out) =>
      out.set(noisy.subarray(open[at] * size, (open[at] + 1) * size)),
    );
    open = open.filter((input, at) => !stays(answers, at, { trained: logits, input, classes }));
  }
  for (const input of open) noisy.set(inputs.subarray(input * size, (input + 1) * size), input * size);
  return noisy;
}
