import { InputError } from '../../errors.ts';
import type { Operation } from './operation.ts';

/** Where the output of a node goes: the `input`-th input of `node`. */
export interface Use {
  readonly node: Operation;
  readonly input: number;
}

/** What an output needs of a graph. */
export interface Flow {
  /** Inputs before their consumers; what is listed last is nearest to the output. */
  readonly order: readonly Operation[];
  /** Every node's uses, in that order. */
  readonly uses: ReadonlyMap<Operation, readonly Use[]>;
  /** The nodes whose numbers come from the graph's input, the input itself among them. */
  readonly data: ReadonlySet<Operation>;
}

/** Follows an output back to what it is made of. Throws InputError for a graph that goes in a circle. */
export function flowTo(output: Operation, input: Operation, thing: string): Flow {
  const order = byDistance(reachable(output, thing, input));
  const uses = new Map<Operation, Use[]>(order.map((node) => [node, []]));
  const data = new Set<Operation>([input]);
  for (const node of order) {
    if (node === input) continue;
    for (const [index, { node: source }] of node.inputs.entries()) {
      uses.get(source)!.push({ node, input: index });
      if (data.has(source) && node.kind !== 'opaque') data.add(node);
    }
  }
  return { order, uses, data };
}

/** The nodes after which their output alone carries everything of the input that is still to come. */
export function cutsOf({ order, uses, data }: Flow): ReadonlySet<Operation> {
  const place = new Map(order.map((node, index) => [node, index]));
  const lastUse = (node: Operation) =>
    Math.max(
      node === order.at(-1) ? order.length : -1,
      ...uses.get(node)!.map(({ node: user }) => (data.has(user) ? place.get(user)! : -1)),
    );
  const live = new Set<Operation>();
  return new Set(
    order.filter((node, index) => {
      if (!data.has(node)) return false;
      live.add(node);
      for (const source of live) if (lastUse(source) <= index) live.delete(source);
      return live.size === 1 && live.has(node);
    }),
  );
}

/**
 * Every node that an output needs, inputs before their consumers. What comes round in a loop is not followed, nor what
 * the input is made of.
 */
export function reachable(output: Operation, thing: string, input?: Operation): Operation[] {
  const order: Operation[] = [];
  const state = new Map<Operation, 'open' | 'done'>([[output, 'open']]);
  const stack: { node: Operation; next: number }[] = [{ node: output, next: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top.next === top.node.inputs.length || top.node === input || top.node.kind === 'loop') {
      state.set(top.node, 'done');
      order.push(top.node);
      stack.pop();
      continue;
    }
    const { node } = top.node.inputs[top.next++];
    if (state.get(node) === 'open') {
      const found = 'a circle';
      throw new InputError({
        thing: `${thing}: node ${node.name}`,
        expected: 'a graph without circles',
        found,
      });
    }
    if (state.has(node)) continue;
    state.set(node, 'open');
    stack.push({ node, next: 0 });
  }
  return order;
}

/** Sorted by the longest way to the output, the furthest first. */
function byDistance(order: readonly Operation[]): Operation[] {
  const distance = new Map<Operation, number>(order.map((node) => [node, 0]));
  for (const node of order.toReversed()) {
    for (const { node: source } of node.inputs) {
      if (!distance.has(source)) continue;
      distance.set(source, Math.max(distance.get(source)!, distance.get(node)! + 1));
    }
  }
  return order.toSorted((a, b) => distance.get(b)! - distance.get(a)!);
}
