import { InputError } from '../../errors.ts';
import { nearestNames } from '../../nearest.ts';
import { reachable } from './data-flow.ts';
import type { Operation } from './operation.ts';
import type { Port, ReadNetwork } from './read-network.ts';

export interface NetworkInput {
  readonly key: string;
  readonly node: Operation;
  /** Without the batch axis. */
  readonly shape: readonly number[];
  /** The batch size that it states; null where that is open. */
  readonly batch: number | null;
}

/** The graph's one input. Throws InputError for several and for shapes that are open. */
export function inputOf(
  inputs: readonly Port[],
  needed: ReadonlySet<Operation>,
  thing: string,
): NetworkInput {
  const used = inputs.filter(({ node }) => needed.has(node));
  if (used.length !== 1) {
    const found = used.length === 0 ? 'none' : `${used.length}: ${used.map(({ key }) => key).join(', ')}`;
    throw new InputError({ thing, expected: 'a model with one input', found });
  }
  const [{ key, node, shape, stated: own }] = used;
  const known = [shape, own].find((one) => one !== undefined && isFixed(one)) ?? shape ?? own;
  if (known && isFixed(known))
    return { key, node, shape: known.slice(1) as number[], batch: own?.[0] ?? null };
  const found = known ? `[${known.map((extent) => extent ?? 'any').join(', ')}]` : 'one of any rank';
  throw new InputError({ thing: `${thing}: input ${key}`, expected: 'a fixed input shape', found });
}

/** Whether all but the batch axis is known. */
function isFixed(shape: readonly (number | null)[]): boolean {
  return shape.length > 1 && shape.slice(1).every((extent) => extent !== null && extent > 0);
}

/** The outputs that may be the class scores: the named one, or all, without those that cannot be computed. */
export function candidatesOf(
  { outputs, refusalOf, path: thing }: Pick<ReadNetwork, 'outputs' | 'refusalOf' | 'path'>,
  name: string | undefined,
): Port[] {
  if (name !== undefined) {
    const named = outputs.find(({ key, node }) => key === name || node.name === name);
    if (named) return [named];
    const keys = outputs.map(({ key }) => key);
    const nearest = nearestNames(name, keys);
    throw new InputError({
      thing: 'option output',
      expected: `one of the model's outputs ${keys.join(', ')}`,
      found: name,
      hint: nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : undefined,
    });
  }
  if (outputs.length === 0)
    throw new InputError({ thing, expected: 'a model with an output', found: 'none' });
  if (outputs.length === 1) return [...outputs];
  const computed = outputs.filter(({ node }) => !refusalOf(reachable(node, thing)));
  return computed.length > 0 ? computed : [outputs[0]];
}

/** An output with the shape that it was seen to have, the batch axis included. */
export interface SeenOutput<T> {
  readonly key: string;
  readonly shape: readonly number[];
  readonly made: T;
}

/**
 * The class scores among several outputs: the only one that gives a vector per input. Throws InputError that lists the
 * outputs where there is none or more than one.
 */
export function classScores<T>(seen: readonly SeenOutput<T>[], thing: string): T {
  const vectors = seen.filter(({ shape }) => isVector(shape));
  if (vectors.length === 1) return vectors[0].made;
  const listed = seen
    .map(({ key, shape }) => `${key} [${['batch', ...shape.slice(1)].join(', ')}]`)
    .join(', ');
  if (seen.length === 1) {
    const found = `an output of shape [${seen[0].shape.slice(1)}]`;
    throw new InputError({ thing, expected: 'one vector of logits per input', found });
  }
  const hint = 'Choose the class scores with --output NAME.';
  throw new InputError({ thing, expected: 'one output that is a vector per input', found: listed, hint });
}

/** One value per class, in an axis of its own: [batch, classes], or with axes of one entry between. */
export function isVector(shape: readonly number[]): boolean {
  const rest = shape.slice(1);
  return rest.length > 0 && rest.slice(0, -1).every((extent) => extent === 1);
}
