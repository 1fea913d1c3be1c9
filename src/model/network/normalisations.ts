import type { LearnedConstant } from './constants.ts';
import type { Flow } from './data-flow.ts';
import { groupBy } from './grouping.ts';
import type { Operation } from './operation.ts';
import type { Naming } from './read-network.ts';

/** A batch normalisation that is a node of its own. */
export interface StandingNormalisation {
  readonly node: Operation;
  readonly mean: LearnedConstant;
  readonly variance: LearnedConstant;
}

/** A batch normalisation that was folded into a product with a kernel. */
export interface FoldedNormalisation {
  /** The operation that adds to the product, the offset or a residual; the product itself where it is fused. */
  readonly node: Operation;
  /** Which input of the node comes from the product; 0 where the two are fused. */
  readonly input: number;
  /** The kernel, or the scale that follows it. */
  readonly scaled: LearnedConstant;
  readonly offset: LearnedConstant;
}

/** The batch normalisations of a graph that are nodes, in its order. */
export function standingNormalisations({ order }: Flow, learned: readonly LearnedConstant[]) {
  const at = groupBy(learned, ({ user }) => user);
  return order.flatMap((node): StandingNormalisation[] => {
    if (node.kind !== 'normalisation') return [];
    const [mean, variance] = (['moving-mean', 'moving-variance'] as const).map((role) =>
      at.get(node)?.find((constant) => constant.role === role),
    );
    return mean && variance ? [{ node, mean, variance }] : [];
  });
}

/**
 * The batch normalisations of a graph that were folded, in its order: a kernel, or a scale, or both, and an offset that
 * is named after a normalisation. Shared weights are left out: their calls would need different ones.
 */
export function foldedNormalisations(
  flow: Flow,
  learned: readonly LearnedConstant[],
  { foldedOffset }: Naming,
): FoldedNormalisation[] {
  const named = ({ constant, user }: LearnedConstant): boolean =>
    foldedOffset.test(constant.name) || (user.adds && foldedOffset.test(user.name));
  const own = learned.filter(({ copies }) => copies.length === 0);
  const at = groupBy(own, ({ user }) => user);
  const scaleAt = (node: Operation) =>
    node.kind === 'scale' ? at.get(node)?.find(({ role }) => role === 'scale') : undefined;
  const place = new Map(flow.order.map((node, index) => [node, index]));
  const found = own.flatMap((first): FoldedNormalisation[] => {
    if (!(/kernel$/.test(first.role) && first.user.lastAxis) && first !== scaleAt(first.user)) return [];
    const fused = at.get(first.user)!.find(({ role }) => role === 'bias');
    if (fused) return named(fused) ? [{ node: first.user, input: 0, scaled: first, offset: fused }] : [];
    const after = onlyUse(first.user, flow);
    const scale = after && scaleAt(after.node);
    const [scaled, next] = scale ? [scale, onlyUse(after.node, flow)] : [first, after];
    // Sums may be in another order than they were written in: the offset then comes after that of a residual.
    let sum = next;
    while (sum?.node.adds && !at.has(sum.node)) sum = onlyUse(sum.node, flow);
    const offset = sum?.node.adds ? at.get(sum.node)?.find(named) : undefined;
    return next && offset ? [{ ...next, scaled, offset }] : [];
  });
  // A scale after a kernel is found twice.
  const each = new Map(found.map((one) => [one.scaled, one]));
  return [...each.values()].sort((a, b) => place.get(a.node)! - place.get(b.node)!);
}

/** The one place where a node's output goes as data; null where there are several. */
function onlyUse(node: Operation, { uses, data }: Flow) {
  const onward = uses.get(node)!.filter(({ node: user }) => data.has(user));
  return onward.length === 1 ? onward[0] : null;
}
