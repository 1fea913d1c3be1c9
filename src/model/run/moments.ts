import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Normalisation } from '../model.ts';
import type { LearnedConstant } from '../network/constants.ts';
import type { Flow } from '../network/data-flow.ts';
import type { Executable, HookPlace, Values } from '../network/executable.ts';
import { foldedNormalisations, standingNormalisations } from '../network/normalisations.ts';
import type { Naming } from '../network/read-network.ts';
import { blendedMoments } from './batch-moments.ts';

/** Of a folded normalisation, whose own the graph no longer has. The same as Keras has by default. */
const EPSILON = 1e-3;

/** The batch normalisations of a network, and how to find statistics for them. */
export interface NetworkNormalisations {
  readonly list: readonly Normalisation[];
  /** Statistics by their names, of a pass in which each normalisation goes by its share of those of its input. */
  find(x: Tensor, constants: Values, shares: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor>;
}

/** `layerOf` names the layer that a learned constant is in. */
export function networkNormalisations(
  graph: Executable,
  flow: Flow,
  learned: readonly LearnedConstant[],
  layerOf: (constant: LearnedConstant) => string,
  naming: Naming,
): NetworkNormalisations {
  const standing = standingNormalisations(flow, learned);
  const folded = foldedNormalisations(flow, learned, naming);
  const list: Normalisation[] = [
    ...standing.map(({ mean, variance }) => ({
      layer: layerOf(mean),
      mean: mean.constant.name,
      variance: variance.constant.name,
    })),
    ...folded.map(({ scaled, offset }) => ({
      layer: layerOf(scaled),
      mean: `mean before ${offset.constant.name}`,
      variance: `variance before ${offset.constant.name}`,
      folded: { scaled: scaled.constant.name, offset: offset.constant.name, epsilon: EPSILON },
    })),
  ];
  const places: HookPlace[] = [
    ...standing.map(({ node }) => ({ node, input: null })),
    ...folded.map(({ node, input }) => ({ node, input })),
  ];
  let run: ReturnType<Executable['hooked']> | null = null;

  const normalise = (index: number, inputs: readonly Tensor[], share: Tensor, found: Map<string, Tensor>) => {
    const [x, scale, offset, ...own] = inputs;
    const { mean, variance, folded: into } = list[index];
    const channels = x.shape.at(-1)!;
    const before: [Tensor, Tensor] = into
      ? [tf.zeros([channels]), tf.fill([channels], 1 - into.epsilon)]
      : [own[0], own[1]];
    const [usedMean, usedVariance] = blendedMoments(x, x.rank - 1, share, before);
    // The executor frees what its operations made.
    found.set(mean, tf.keep(usedMean)).set(variance, tf.keep(usedVariance));
    const epsilon = into?.epsilon ?? standing[index].node.epsilon;
    const normal = tf.mul(tf.sub(x, usedMean), tf.rsqrt(tf.add(usedVariance, epsilon)));
    return into ? normal : tf.add(tf.mul(normal, scale), offset);
  };

  return {
    list,
    find(x, constants, shares) {
      run ??= graph.hooked(places);
      const found = new Map<string, Tensor>();
      run(x, constants, (index, inputs) => normalise(index, inputs, shares.get(list[index].layer)!, found));
      const own = new Map([...found].map(([name, kept]) => [name, tf.clone(kept)]));
      for (const kept of found.values()) kept.dispose();
      return own;
    },
  };
}
