import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Executable, type ExecutableParts, executable } from '../formats/tfjs-graph/converter.ts';
import type { GraphNode } from '../formats/tfjs-graph/graph-def.ts';
import { beforeOffset, type NodeEntry, replaced, withHook } from '../formats/tfjs-graph/hooks.ts';
import type { Normalisation } from '../model.ts';
import { blendedStatistics } from '../run/batch-moments.ts';
import type { LearnedConstant } from './constants.ts';
import { groupBy } from './grouping.ts';
import { foldedNormalisations, standingNormalisations } from './normalisations.ts';

/** Of a folded normalisation, whose own the graph no longer has. The same as Keras has by default. */
const EPSILON = 1e-3;
/** Of a normalisation that states none, as TensorFlow says. */
const OF_OPERATION = 1e-4;

/** The batch normalisations of a graph, and how to find statistics for them. */
export interface GraphNormalisations {
  readonly list: readonly Normalisation[];
  /** Statistics by their names, of a pass in which each normalisation goes by its share of those of its input. */
  find(
    x: Tensor,
    constants: ReadonlyMap<GraphNode, Tensor>,
    shares: ReadonlyMap<string, Tensor>,
  ): ReadonlyMap<string, Tensor>;
}

/** `layerOf` names the layer that a learned constant is in. */
export function graphNormalisations(
  parts: ExecutableParts,
  learned: readonly LearnedConstant[],
  layerOf: (constant: LearnedConstant) => string,
  thing: string,
): GraphNormalisations {
  const standing = standingNormalisations(parts.flow, learned);
  const folded = foldedNormalisations(parts.flow, learned);
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
  const places = groupBy([...[...standing, ...folded].entries()], ([, { node }]) => node);
  let graph: Executable | null = null;
  const instead: ExecutableParts['instead'] = (node, entry) =>
    (places.get(node) ?? []).reduce<readonly NodeEntry[]>(
      (entries, [index, one]) =>
        'offset' in one
          ? [...entries.slice(0, -1), ...beforeOffset(entries.at(-1)!, one, index)]
          : replaced(entry, index),
      [entry],
    );

  const normalise = (index: number, inputs: readonly Tensor[], share: Tensor, found: Map<string, Tensor>) => {
    const [x, scale, offset, ...own] = inputs;
    const { mean, variance, folded: into } = list[index];
    const channels = x.shape.at(-1)!;
    const before: [Tensor, Tensor] = into
      ? [tf.zeros([channels]), tf.fill([channels], 1 - into.epsilon)]
      : [own[0], own[1]];
    const [usedMean, usedVariance] = blendedStatistics(x, x.rank - 1, share, before);
    // The executor frees what its operations made.
    found.set(mean, tf.keep(usedMean)).set(variance, tf.keep(usedVariance));
    const epsilon = into?.epsilon ?? epsilonOf(standing[index].node);
    const normal = tf.mul(tf.sub(x, usedMean), tf.rsqrt(tf.add(usedVariance, epsilon)));
    return into ? normal : tf.add(tf.mul(normal, scale), offset);
  };

  return {
    list,
    find(x, constants, shares) {
      graph ??= executable({ ...parts, tapped: new Set(), instead }, thing);
      const found = new Map<string, Tensor>();
      withHook(
        (index, inputs) => normalise(index, inputs, shares.get(list[index].layer)!, found),
        () => graph!.run(x, constants),
      );
      const own = new Map([...found].map(([name, kept]) => [name, tf.clone(kept)]));
      for (const kept of found.values()) kept.dispose();
      return own;
    },
  };
}

function epsilonOf({ attr }: GraphNode): number {
  const value = attr.epsilon as { f?: unknown } | undefined;
  return typeof value?.f === 'number' ? value.f : OF_OPERATION;
}
