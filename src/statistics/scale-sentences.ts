import type { Evidence } from './evidence.ts';
import { applicableGates, DEAD_SHARE, deadShare } from './verdict.ts';
import { capitalised } from './wording.ts';

/** Logits this far away, in SDs of the trained ones, are not those of a network whose activations keep their size. */
const EXPLODED = 100;

/**
 * Says where activations explode under random weights, which shows in the logits, and what can be done about it, also
 * where maps are dead that are not on the trained model.
 */
export function scaleSentences(evidence: Evidence): string[] {
  const gates = applicableGates(evidence);
  const exploded = gates.find((gate) => gate.logitShift > EXPLODED);
  const dead = gates.some(
    (gate) => deadShare(gate) > DEAD_SHARE && (evidence.references[gate.metric]?.ceiling ?? null) !== null,
  );
  if (!exploded && !dead) return [];
  const sentences: string[] = [];
  if (exploded) {
    const shift = Math.round(exploded.logitShift);
    const far =
      exploded.logitShift < Number.MAX_VALUE / 2
        ? `${shift < 1e6 ? shift.toLocaleString('en-US') : exploded.logitShift.toExponential(0)} SDs from the trained ones`
        : 'not finite';
    const where = capitalised(evidence.words.after(exploded.stage));
    sentences.push(`${where} the logits are ${far}: activations explode under random weights.`);
  }
  const { batchNorm, initializer } = evidence;
  if (batchNorm && batchNorm !== 'recalibrate') {
    sentences.push(
      'Try --batch-norm recalibrate: BatchNorm statistics that belong to the random weights keep activations at their size.',
    );
  } else if (!batchNorm && initializer !== undefined && initializer !== 'permutation') {
    // Nothing could be recalibrated: what decides the size are the weights themselves.
    sentences.push(
      "Try --initializer permutation: the trained weights in another order keep activations nearer to the trained network's size.",
    );
  }
  return sentences;
}
