import { type JudgedMethod, verdictsOf } from '../../src/harness/conclude/judge-all.ts';
import type { Judgement } from '../../src/harness/conclude/judgements.ts';
import { firstLook, judgeLook, type LookAhead } from '../../src/harness/conclude/look-ahead.ts';
import { ScoreTables } from '../../src/harness/conclude/score-tables.ts';
import { LOOKS, type Look } from '../../src/statistics/looks.ts';
import type { Population } from './population.ts';
import { factsOf, findingsOf, firstOf, type Sample } from './small-run.ts';

/** What a run said of a method, with how many maps, and at which look it was left where there are several. */
interface Judged {
  readonly check: JudgedMethod;
  readonly maps: number;
  readonly look?: number;
}

/** Judges one sample: all methods at one size, or look after look. */
export type Judge = (sample: Sample, seed: number) => Judged[];

/** Runs of one size. */
export function fixedRuns(population: Population, floorPairs?: number): Judge {
  return (sample, seed) => {
    const facts = factsOf(population, sample);
    const tables = new ScoreTables(findingsOf(population, sample, seed, floorPairs), sample.images.length);
    const maps = mapsOf(population, sample);
    return verdictsOf(facts, tables).map((check) => ({ check, maps }));
  };
}

/** Runs that stop when they are decided. */
export function decidingRuns(population: Population, looks: readonly Look[] = LOOKS): Judge {
  return (sample, seed) => {
    const whole = factsOf(population, sample);
    const facts = { ...whole, plan: { ...whole.plan, looks } };
    const done: Judged[] = [];
    for (let look: LookAhead | null = firstLook(facts); look !== null; ) {
      const { inputs, draws } = looks[look.at];
      const tables = new ScoreTables(findingsOf(population, firstOf(sample, inputs, draws), seed), inputs);
      const { verdicts, next }: ReturnType<typeof judgeLook> = judgeLook(facts, tables, look);
      const open = new Set(next?.methods.map(({ name }) => name));
      for (const { judgement } of verdicts) {
        if (open.has(judgement.method)) continue;
        const { method, check, verdict } = judgement;
        const maps = inputs + randomMaps(judgement);
        done.push({ check: { method, check, ...verdict }, maps, look: look.at });
      }
      look = next;
    }
    return done;
  };
}

/** Maps at every condition, as far as it was followed. */
const randomMaps = (judgement: Judgement): number =>
  judgement.conditions.reduce((sum, condition) => {
    const { inputs, draws } = judgement.sizeAt(condition);
    return sum + inputs * draws;
  }, 0);

const mapsOf = ({ facts }: Population, { images, draws }: Sample): number =>
  images.length * (1 + draws.length * facts.conditions.cascade.length);
