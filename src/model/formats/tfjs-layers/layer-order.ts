import type { StatedCall } from './layer-graph.ts';

interface Waiting {
  readonly layer: string;
  readonly id: string;
  /** What it still waits for. */
  readonly needs: Set<string>;
}

const idOf = (layer: string, call: number): string => JSON.stringify([layer, call]);

/**
 * The layer of the first call, in the order of the list, that waits for itself; null where every call can be made. The
 * calls of one layer follow each other in that order. `counts` are the calls of every layer, those included that are
 * there from the start: of an input, or of a model within the model to its own inputs.
 */
export function circularLayer(
  calls: readonly StatedCall[],
  counts: ReadonlyMap<string, number>,
): string | null {
  const next = new Map(counts);
  for (const { layer } of calls) next.set(layer, next.get(layer)! - 1);
  const made = new Set([...next].flatMap(([layer, own]) => (own > 0 ? [idOf(layer, 0)] : [])));
  const waiting = calls.map(({ layer, inputs }): Waiting => {
    const place = next.get(layer)!;
    next.set(layer, place + 1);
    const needs = new Set(inputs.map((input) => idOf(input.layer, input.call)));
    if (place > 0) needs.add(idOf(layer, place - 1));
    for (const one of needs) if (made.has(one)) needs.delete(one);
    return { layer, id: idOf(layer, place), needs };
  });
  const users = new Map<string, Waiting[]>();
  for (const call of waiting) {
    for (const need of call.needs) {
      const list = users.get(need);
      if (list) list.push(call);
      else users.set(need, [call]);
    }
  }
  const ready = waiting.filter(({ needs }) => needs.size === 0);
  for (let call = ready.pop(); call; call = ready.pop()) {
    for (const user of users.get(call.id) ?? []) {
      user.needs.delete(call.id);
      if (user.needs.size === 0) ready.push(user);
    }
  }
  return waiting.find(({ needs }) => needs.size > 0)?.layer ?? null;
}
