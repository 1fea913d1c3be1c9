import type { DivisionCost } from '../engine.ts';
import { sizeOf } from '../record/graph.ts';
import { assemble, collect, type Lowered, type Plan } from './assemble.ts';
import { type Operator, type Ref, RUN } from './tensor.ts';

/** One level of a division: what has to be computed again in its stages. */
export interface Resumption extends Plan {
  /** The program's outputs that no weight up to the level changes: they are among what is kept. */
  readonly unchanged: ReadonlySet<Ref>;
}

/** Plans of a program that is cut at some levels. */
export interface DividedPlan {
  readonly keep: Plan;
  /** The results of `keep`, by the tensors that resumptions carry or leave unchanged. */
  readonly kept: ReadonlyMap<Ref, Ref>;
  readonly resume: ReadonlyMap<number, Resumption>;
}

/**
 * Cuts a program at every level. An operator belongs to the stages of a level if it depends on an input or weight up
 * to that level; what such operators read of the others is kept.
 */
export function divide(lowered: Lowered, levels: readonly number[]): DividedPlan {
  const resume = new Map(levels.map((level) => [level, resumption(lowered, level)]));
  const kept = new Map<Ref, Ref>();
  const copies: Operator[] = [];
  for (const ref of [...resume.values()].flatMap(({ carried, unchanged }) => [...carried, ...unchanged])) {
    if (kept.has(ref)) continue;
    // ONNX Runtime 1.30 fuses a Conv that is added to another one even if its result is an output too, which is then
    // never written. An operator of its own makes that result used twice.
    const copy = { ...ref, name: `${ref.name}/kept`, viewOf: undefined };
    copies.push({ op: 'Identity', inputs: [ref], outputs: [copy], attrs: {}, stage: RUN });
    kept.set(ref, copy);
  }
  const keep = assemble([...lowered.operators, ...copies], [...kept.values()]);
  return { keep, kept, resume };
}

function resumption({ operators, outputs }: Lowered, level: number): Resumption {
  const tensors = outputs.map(({ tensor }) => tensor);
  const changed = tensors.filter((tensor) => tensor.level <= level);
  return {
    ...assemble(operators, changed, { computed: (operator) => changes(operator, level) }),
    unchanged: new Set(tensors.filter((tensor) => tensor.level > level)),
  };
}

const changes = ({ outputs }: Operator, level: number): boolean => outputs[0].level <= level;

/** What the plans of `divide` hold in memory, without making them. */
export function divisionCosts({ operators, outputs }: Lowered, levels: readonly number[]): DivisionCost[] {
  const kept = new Set<Ref>();
  const results = outputs.map(({ tensor }) => tensor);
  return levels.map((level) => {
    const part = collect(
      operators.filter((o) => o.stage === RUN && changes(o, level)),
      results.filter((tensor) => tensor.level <= level),
    );
    for (const ref of part.inputs) if (ref.stage === RUN && !ref.feed) kept.add(ref);
    for (const ref of results) if (ref.level > level) kept.add(ref);
    const bytes = [...kept].reduce((sum, ref) => sum + bytesOf(ref), 0);
    return { level, kept: bytes, working: mostHeld(part.operators) };
  });
}

const ELEMENT_BYTES = { float32: 4, int32: 4, int64: 8, bool: 1 } as const;

/** Size of a tensor's values. */
export const bytesOf = ({ dims, dtype }: Ref): number => sizeOf(dims) * ELEMENT_BYTES[dtype];

/** Most bytes of results that are alive at once while operators run one after the other. */
function mostHeld(operators: readonly Operator[]): number {
  const last = new Map<Ref, number>();
  for (const [i, { inputs, outputs }] of operators.entries()) {
    for (const ref of [...inputs, ...outputs]) if (ref) last.set(ref, i);
  }
  const made = new Set<Ref>();
  let held = 0;
  let most = 0;
  for (const [i, { inputs, outputs }] of operators.entries()) {
    for (const ref of outputs) {
      made.add(ref);
      held += bytesOf(ref);
    }
    most = Math.max(most, held);
    for (const ref of new Set([...inputs, ...outputs])) {
      if (ref && made.has(ref) && last.get(ref) === i) held -= bytesOf(ref);
    }
  }
  return most;
}
