import type { LearnedConstant } from './constants.ts';
import type { Flow, Use } from './data-flow.ts';
import { groupBy } from './grouping.ts';
import { isAnchor, type Operation, reshapes } from './operation.ts';

/** Operations that belong together: a product with a kernel or a normalisation, its bias and its activation. */
export interface Unit {
  /** The first operation. */
  readonly anchor: Operation;
  /** The last one: its output is the output of the unit. */
  readonly end: Operation;
  readonly learned: LearnedConstant[];
  name: string;
}

/** The units of a graph, in its order. Those without learned constants have a name too: the one of their first node. */
export function unitsOf(flow: Flow, learned: readonly LearnedConstant[]): Unit[] {
  const constantsOf = groupBy(learned, ({ user }) => user);
  const learning = new Set(learned.flatMap(({ user, copies }) => [user, ...copies.map((copy) => copy.user)]));
  const units: Unit[] = [];
  const taken = new Set<Operation>();
  for (const node of flow.order) {
    if (taken.has(node) || !flow.data.has(node)) continue;
    if (!isAnchor(node) && !learning.has(node)) continue;
    const chain = chainFrom(node, flow, learning);
    for (const member of chain) taken.add(member);
    const own = chain.flatMap((member) => constantsOf.get(member) ?? []);
    units.push({ anchor: node, end: chain.at(-1)!, learned: own, name: node.name });
  }
  return units;
}

/**
 * The operations that only this unit's output goes through: biases and scales by learned constants (a folded batch
 * normalisation leaves such a bias), then an activation and its cap.
 */
function chainFrom(anchor: Operation, flow: Flow, learning: ReadonlySet<Operation>): Operation[] {
  const chain = [anchor];
  let activated = false;
  for (;;) {
    const next = onlyUse(chain.at(-1)!, flow);
    if (!next) return chain;
    const biased = !activated && next.node.joins && learning.has(next.node);
    if (biased) chain.push(next.node);
    else if (isActivation(next, flow)) {
      chain.push(next.node);
      activated = true;
    } else {
      // A product of matrices may be reshaped before its bias is added.
      const after = !activated && reshapes(next.node) ? onlyUse(next.node, flow) : null;
      if (!after?.node.joins || !learning.has(after.node)) return chain;
      chain.push(next.node, after.node);
    }
  }
}

/** The one place where a node's output goes, as the data and not as a shape; null where there are several. */
function onlyUse(node: Operation, { uses, data }: Flow): Use | null {
  const onward = uses.get(node)!.filter(({ node: user }) => data.has(user));
  return onward.length === 1 ? onward[0] : null;
}

/** An activation has no other data among its operands. */
function isActivation({ node }: Use, { data }: Flow): boolean {
  return (
    node.kind === 'activation' && node.inputs.filter(({ node: source }) => data.has(source)).length === 1
  );
}

/** Whether the unit is a convolution in two dimensions. */
export function isConvolution({ anchor }: Unit): boolean {
  return anchor.kind === 'convolution';
}
