import type { DivisionCost } from '../../engine/engine.ts';

/** What keeping would cost and bring in the runs of one pass. */
export interface KeepingOffer {
  /** Ascending in level; `kept` is for all levels up to that one. */
  readonly costs: readonly DivisionCost[];
  /** Runs under each set of weights, one a batch. */
  readonly batches: number;
  /** Number of stages, in all draws, that can go on at a level and not at the one before. */
  stages(level: number): number;
  /** The share of a run that is saved where it goes on at a level, 0 to 1. */
  saved(level: number): number;
}

export interface KeepingChoice {
  /** Where runs can go on, ascending. A stage takes the first that is not below its own level; beyond the last it runs whole. */
  readonly levels: readonly number[];
  /** The first so many batches are kept. */
  readonly batches: number;
}

/** What making one program costs, in runs of it: 2 to 6 were measured for small networks and large ones. */
const PROGRAM = 5;

/**
 * Shares out a number of bytes: the pass that saves most for its size comes first. Each takes the levels that save most
 * within what is left; one that would save less than its programs cost takes none.
 */
export function shareRoom<Offer extends KeepingOffer>(
  offers: readonly Offer[],
  budget: number,
): Map<Offer, KeepingChoice> {
  const density = ({ saved, bytes }: Candidate) => saved / Math.max(1, bytes);
  const order = offers
    .flatMap((offer) => {
      const best = bestChoice(offer, Number.POSITIVE_INFINITY);
      return best ? [{ offer, density: density(best) }] : [];
    })
    .sort((a, b) => b.density - a.density);
  const chosen = new Map<Offer, KeepingChoice>();
  let room = budget;
  for (const { offer } of order) {
    const best = bestChoice(offer, room);
    if (!best) continue;
    room -= best.bytes;
    chosen.set(offer, { levels: best.levels, batches: best.batches });
  }
  return chosen;
}

interface Candidate extends KeepingChoice {
  /** Runs, less what the programs cost. */
  readonly saved: number;
  readonly bytes: number;
}

function bestChoice(offer: KeepingOffer, room: number): Candidate | null {
  let best: Candidate | null = null;
  for (const deepest of offer.costs.keys()) {
    let candidate = rated(offer, offer.costs.slice(0, deepest + 1), room);
    // Levels that are worth no program of their own leave their stages to the next one.
    for (let thinner = thinned(offer, candidate, room); thinner; thinner = thinned(offer, thinner, room)) {
      candidate = thinner;
    }
    if (candidate.saved > (best?.saved ?? 0)) best = candidate;
  }
  return best;
}

/** The best candidate with one level less, if it saves more. */
function thinned(offer: KeepingOffer, { levels, saved }: Candidate, room: number): Candidate | null {
  let best: Candidate | null = null;
  for (const level of levels) {
    const rest = offer.costs.filter((cost) => levels.includes(cost.level) && cost.level !== level);
    if (rest.length === 0) continue;
    const candidate = rated(offer, rest, room);
    if (candidate.saved > (best?.saved ?? saved)) best = candidate;
  }
  return best;
}

function rated(offer: KeepingOffer, chosen: readonly DivisionCost[], room: number): Candidate {
  const kept = Math.max(1, chosen[chosen.length - 1].kept);
  const working = chosen.reduce((sum, cost) => sum + cost.working, 0);
  const batches = Math.max(0, Math.min(offer.batches, Math.floor((room - working) / kept)));
  const levels = chosen.map(({ level }) => level);
  let saved = -PROGRAM * (levels.length + 1);
  for (const { level } of offer.costs) {
    const on = levels.find((l) => l >= level);
    if (on !== undefined) saved += batches * offer.stages(level) * offer.saved(on);
  }
  return { levels, batches, saved, bytes: batches * kept + working };
}
