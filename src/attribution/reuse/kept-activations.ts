import type { DividedProgram, Division, Kept } from '../../engine/engine.ts';
import type { Weights } from '../../model/model.ts';
import { layersOf, type Pass, passKey } from '../passes/pass.ts';
import type { Programs } from '../passes/programs.ts';
import type { Request } from '../requests/request.ts';
import { type KeepingChoice, type KeepingOffer, shareRoom } from './keeping-choice.ts';

/** Most places at which a pass is considered to be cut. */
const MOST_LEVELS = 16;

export interface KeepingPlan {
  /** What the methods of a run ask of each of its models. */
  readonly requests: readonly Request[];
  readonly inputs: number;
  /** The level of every stage of all draws: the place, from the output, of the last layer that it makes random. */
  readonly levels: readonly number[];
  /** Most bytes that are kept. The same for the same run: one that is repeated must take the same way, to the last bit. */
  readonly budget: number;
}

/** What is kept of one request. */
export interface KeptRequest extends KeepingChoice {
  readonly pass: Pass;
  readonly program: DividedProgram;
  /** By the place of the batch among those of the request. */
  readonly kept: Map<number, Kept>;
}

/**
 * What lies below the layers that a stage makes random, computed once under the trained weights and kept: in a cascade
 * every stage goes on from there. What does not fit into the budget is computed each time.
 */
export class KeptActivations {
  readonly programs: Programs;
  readonly trained: Weights;
  readonly #requests: ReadonlyMap<string, KeptRequest>;

  private constructor(programs: Programs, trained: Weights, requests: ReadonlyMap<string, KeptRequest>) {
    this.programs = programs;
    this.trained = trained;
    this.#requests = requests;
  }

  /** Decides what will be kept, under weights that count as the trained ones. */
  static async plan(programs: Programs, trained: Weights, plan: KeepingPlan): Promise<KeptActivations> {
    const kept = new Map<string, KeptRequest>();
    const shares = shareRoom(await offersOf(programs, plan), plan.budget);
    for (const [{ pass, requests, division }, { levels, batches }] of shares) {
      const program = await division.at(levels);
      let left = batches;
      for (const { key, batches: all } of requests) {
        kept.set(key, { pass, program, levels, batches: Math.min(left, all), kept: new Map() });
        left = Math.max(0, left - all);
      }
    }
    return new KeptActivations(programs, trained, kept);
  }

  /** Null where nothing is kept of the request. */
  of(request: Request): KeptRequest | null {
    return this.#requests.get(request.key) ?? null;
  }

  /** The level of weights: the place of the deepest layer in which they are not the trained ones. */
  levelOf(weights: Weights): number {
    const { weight } = this.programs.levels;
    const changed = [...weights].filter(([name, values]) => values !== this.trained.get(name));
    return changed.reduce((deepest, [name]) => Math.max(deepest, weight.get(name) ?? 0), 0);
  }
}

interface PassOffer extends KeepingOffer {
  readonly pass: Pass;
  readonly division: Division;
  readonly requests: { readonly key: string; readonly batches: number }[];
}

/** What keeping would cost and bring for every pass that the requests need; none where the engine divides nothing. */
async function offersOf(programs: Programs, { requests, inputs, levels }: KeepingPlan): Promise<PassOffer[]> {
  const { model, batch } = programs;
  const last = model.layers.length - 1;
  // A stage that makes the first layer random leaves nothing to go on from.
  const useful = levels.filter((level) => level < last);
  const candidates = spread(
    [...new Set(useful)].sort((a, b) => a - b),
    MOST_LEVELS,
  );
  if (candidates.length === 0) return [];
  const firstFrom = (level: number) => candidates.find((candidate) => candidate >= level);
  const offers = new Map<string, PassOffer>();
  for (const { key, pass, points } of new Map(requests.map((r) => [r.key, r])).values()) {
    const batches = Math.ceil((inputs * points) / batch);
    const known = offers.get(passKey(pass));
    const division = known?.division ?? (await programs.division(pass));
    if (!division) continue;
    offers.set(passKey(pass), {
      pass,
      division,
      requests: [...(known?.requests ?? []), { key, batches }],
      costs: known?.costs ?? division.costs(candidates),
      batches: (known?.batches ?? 0) + batches,
      stages: (candidate) => useful.filter((level) => firstFrom(level) === candidate).length,
      saved: (level) => (last - level) / layersOf(model, pass),
    });
  }
  return [...offers.values()];
}

/** At most so many of the values, in even steps, the last one among them. */
function spread(values: readonly number[], most: number): number[] {
  const step = Math.max(1, values.length / most);
  const count = Math.min(most, values.length);
  return Array.from({ length: count }, (_, i) => values[Math.round((i + 1) * step) - 1]);
}
