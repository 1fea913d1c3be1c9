import type { WeightRole } from '../model.ts';
import { groupCopies, type StoredNumbers } from './copies.ts';
import type { Flow, Use } from './data-flow.ts';
import { groupBy } from './grouping.ts';
import { isAnchor, type Operation } from './operation.ts';

/** A constant of the graph that a layer has learned. */
export interface LearnedConstant {
  readonly constant: Operation;
  /** The operation on the way of the data that it acts on, the one nearest to the output. */
  readonly user: Operation;
  readonly role: WeightRole;
  /** Where that is told: the first operation that does more than to rearrange the constant. */
  readonly told: Use;
  /** Constants with the same numbers elsewhere, and what they act on: what is learned is one weight. */
  readonly copies: readonly Copy[];
}

export interface Copy {
  readonly constant: Operation;
  readonly user: Operation;
}

/** The constants of a graph: what randomization changes, and what stays as it is. */
export interface Constants {
  readonly learned: readonly LearnedConstant[];
  /** Constants of an architecture: integers and booleans (shapes, axes), single numbers, the scaling of the input. */
  readonly fixed: readonly Operation[];
  /** Those of the fixed ones that scale the input. */
  readonly preprocessing: readonly Operation[];
}

/** A constant as it lies in its weight file. */
export interface ConstantFacts extends StoredNumbers {
  readonly dtype: string;
  readonly fixed?: boolean;
}

/** Tells the learned constants from those that belong to the architecture. */
export function constantsOf(flow: Flow, facts: ReadonlyMap<string, ConstantFacts>): Constants {
  const beforeLayers = untouched(flow);
  const found: Omit<LearnedConstant, 'copies'>[] = [];
  const fixed: Operation[] = [];
  const preprocessing: Operation[] = [];
  const place = new Map(flow.order.map((node, index) => [node, index]));
  for (const node of flow.order) {
    if (node.kind !== 'constant') continue;
    const { dtype, values, fixed: unlearned } = facts.get(node.name)!;
    const uses = usesOf(node, flow);
    const last = uses.toSorted((a, b) => place.get(a.user)! - place.get(b.user)!).at(-1);
    const scalesInput = uses.every(({ user }) => beforeLayers.has(user));
    const computed = last?.role === 'other' && !flow.data.has(last.told.node);
    if (
      !last ||
      unlearned ||
      dtype !== 'float32' ||
      (computed && isUniform(values)) ||
      (values.length === 1 && last.role !== 'bias')
    )
      fixed.push(node);
    else if (scalesInput) {
      fixed.push(node);
      preprocessing.push(node);
    } else found.push({ constant: node, ...last });
  }
  const roles = [...groupBy(found, ({ role }) => role).values()];
  const groups = roles.flatMap((same) => groupCopies(same, ({ constant }) => facts.get(constant.name)!));
  const learned = groups.map((group) => {
    const nearest = group.toSorted((a, b) => place.get(a.user)! - place.get(b.user)!).at(-1)!;
    return { ...nearest, copies: group.filter((one) => one !== nearest) };
  });
  learned.sort((a, b) => place.get(a.constant)! - place.get(b.constant)!);
  return { learned, fixed, preprocessing };
}

interface FoundUse {
  readonly user: Operation;
  readonly role: WeightRole;
  readonly told: Use;
}

/** The operations on the way of the data that a constant acts on, through what is computed from constants alone. */
function usesOf(constant: Operation, { uses, data }: Flow): FoundUse[] {
  const found: FoundUse[] = [];
  const seen = new Set<Operation>([constant]);
  const stack: { node: Operation; told: Use | null }[] = [{ node: constant, told: null }];
  for (let at = stack.pop(); at; at = stack.pop()) {
    for (const use of uses.get(at.node)!) {
      const { node } = use;
      // Nothing is learned through a comparison.
      if (node.kind === 'opaque') continue;
      // What it is for is told by the first operation that does more than to rearrange it.
      const told = at.told ?? (node.kind === 'moves' ? null : use);
      const role = told?.node.roleOf(told.input) ?? 'other';
      if (data.has(node)) found.push({ user: node, role, told: told ?? use });
      else if (!seen.has(node)) {
        seen.add(node);
        stack.push({ node, told });
      }
    }
  }
  return found;
}

/** Whether all numbers are the same: of what constants alone are computed with, that is a region or a mask. */
const isUniform = (values: ConstantFacts['values']): boolean => values.every((value) => value === values[0]);

/** The arithmetic on the input before its first layer, which scales pixels as the network was trained with. */
function untouched({ order, data }: Flow): Set<Operation> {
  const before = new Set<Operation>();
  for (const node of order) {
    if (!data.has(node) || isAnchor(node)) continue;
    if (!node.elementwise && node.inputs.length > 0 && node.kind !== 'moves') continue;
    const sources = node.inputs.filter(({ node: source }) => data.has(source));
    if (sources.every(({ node: source }) => before.has(source))) before.add(node);
  }
  return before;
}
