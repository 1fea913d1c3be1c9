import type { Maps } from '../../attribution/maps.ts';
import type { Method } from '../../attribution/method.ts';
import type { Check, Condition } from '../../checks/check.ts';
import { curvesOf, type Trace } from '../../checks/curve.ts';
import type { Lab } from '../../checks/lab.ts';
import type { Chunk } from './chunks.ts';
import { jsonScores } from './companions.ts';
import { jsonCurve } from './json-curve.ts';

interface OwnContext {
  readonly check: Check;
  readonly lab: Lab;
  readonly method: Method;
  /** Of all inputs. */
  readonly reference: Maps;
  /** Of the chunk; absent where nothing is changed. */
  readonly maps?: Maps;
  readonly at: { readonly stage: Condition; readonly draw: number };
  readonly chunk: Chunk;
}

/** The numbers that a check finds by itself, of one method for a chunk of the inputs, and the curves that it traces, as JSON keeps them. */
export async function ownScores({ check, lab, method, reference, maps, at, chunk }: OwnContext) {
  const { own } = check;
  if (!own || own.inapplicable(reference.shape) !== null) return { scores: {} };
  const { first, count } = chunk;
  const size = reference.values.length / reference.count;
  const values = reference.values.subarray(first * size, (first + count) * size);
  const trained = { shape: reference.shape, count, values };
  const curves: Record<string, (number | null)[][]> = {};
  const trace: Trace = (name, points) => {
    if (!curvesOf(own.curves!).some((curve) => curve.name === name)) {
      throw new Error(`the check ${check.name} traces ${name}, and has not declared it`);
    }
    curves[name] = jsonCurve(points, count);
  };
  const found = await own.of({
    method: method.name,
    ranks: method.ranks,
    reference: trained,
    changed: maps ?? trained,
    first,
    condition: at.stage,
    draw: at.draw,
    lab,
    ...(own.curves && { trace }),
  });
  const { scores } = jsonScores(found, []);
  return { scores, ...(Object.keys(curves).length > 0 && { curves }) };
}
