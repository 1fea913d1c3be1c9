import type { Condition } from '../../checks/check.ts';
import {
  type CeilingLine,
  type ChangeLine,
  type Finding,
  fromJson,
  type MeasurementLine,
  type PairsLine,
  referenceKey,
  type TrainedLine,
} from '../../results/lines.ts';
import type { ScoreTable } from '../../statistics/scores.ts';

/** The findings of a run as tables: chunks of inputs put together, draws one below the other. */
export class ScoreTables {
  readonly pairs: Int32Array;
  readonly notices: PairsLine['notices'];
  readonly #images: number;
  /** By check and condition: the lines of every draw, by method. */
  readonly #measured = new Map<string, Map<number, Map<string, MeasurementLine[]>>>();
  readonly #changed = new Map<string, Map<number, ChangeLine[]>>();
  readonly #ceilings = new Map<string, CeilingLine[]>();
  readonly #trained = new Map<string, TrainedLine>();
  /** Made once, asked for by gates, stages and twins. */
  readonly #tables = new Map<string, ScoreTable>();

  constructor(findings: Iterable<Finding>, images: number) {
    this.#images = images;
    let pairs: PairsLine | null = null;
    for (const line of findings) {
      if (line.kind === 'measurement') {
        const draws = entry(this.#measured, placeKey(line), () => new Map());
        const methods = entry<number, Map<string, MeasurementLine[]>>(draws, line.draw, () => new Map());
        entry(methods, line.method, () => []).push(line);
      } else if (line.kind === 'change') {
        const draws = entry(this.#changed, placeKey(line), () => new Map<number, ChangeLine[]>());
        entry(draws, line.draw, () => []).push(line);
      } else if (line.kind === 'ceiling') {
        entry(this.#ceilings, referenceKey(line.method, line.reference), () => []).push(line);
      } else if (line.kind === 'trained') {
        this.#trained.set(referenceKey(line.method, line.reference), line);
      } else pairs = line;
    }
    this.pairs = Int32Array.from(pairs?.pairs ?? []);
    this.notices = pairs?.notices ?? [];
  }

  /** S of one method at a condition: the draws of which every input is there, in their order. */
  table(method: string, condition: Condition, metric: string): ScoreTable {
    const key = JSON.stringify([method, condition.check, condition.name, metric]);
    return entry(this.#tables, key, () => this.#tableOf(method, condition, metric));
  }

  #tableOf(method: string, condition: Condition, metric: string): ScoreTable {
    const rows = this.#whole(condition, method).map((lines) =>
      this.#joined(lines, ({ scores, companions }) => scores[metric] ?? companions?.[metric]),
    );
    const values = new Float64Array(rows.length * this.#images);
    rows.forEach((row, draw) => {
      values.set(row, draw * this.#images);
    });
    return { draws: rows.length, images: this.#images, values };
  }

  /**
   * A curve that a check traces at a condition, a table for each of its points, of the draws that have it; null where none
   * has.
   */
  curve(method: string, condition: Condition, name: string): readonly ScoreTable[] | null {
    const draws = this.#whole(condition, method).filter((lines) =>
      lines.every(({ curves }) => curves?.[name]),
    );
    const points = draws[0]?.[0].curves?.[name][0]?.length ?? 0;
    if (points === 0) return null;
    return Array.from({ length: points }, (_, at) => ({
      draws: draws.length,
      images: this.#images,
      values: Float64Array.from(
        draws.flatMap((lines) => [
          ...this.#joined(lines, ({ curves }) => curves?.[name].map((all) => all[at])),
        ]),
      ),
    }));
  }

  /** Whether a metric was measured at a condition. */
  has(method: string, condition: Condition, metric: string): boolean {
    return this.#whole(condition, method).some(
      ([line]) => (line.scores[metric] ?? line.companions?.[metric]) !== undefined,
    );
  }

  /** S against trained maps of other method noise, of the draws that `table` has; null where a draw lacks them. */
  replica(method: string, condition: Condition, metric: string): ScoreTable | null {
    const draws = this.#whole(condition, method);
    if (draws.some((lines) => lines.some(({ replica }) => !replica?.[metric]))) return null;
    const values = draws.flatMap((lines) => [...this.#joined(lines, ({ replica }) => replica?.[metric])]);
    return { draws: draws.length, images: this.#images, values: Float64Array.from(values) };
  }

  /** Scores against unrelated models, wherever they were measured at a condition. */
  nulls(method: string, condition: Condition, metric: string): number[] {
    return this.#whole(condition, method).flatMap((lines) =>
      lines.every((line) => line.null) ? [...this.#joined(lines, (line) => line.null?.[metric])] : [],
    );
  }

  /** Mean over the draws of the share of values that are zero in the trained and in the changed map. */
  sharedZeros(method: string, condition: Condition): number {
    return meanOf(this.#whole(condition, method), (lines) => {
      const sum = (of: (line: MeasurementLine) => number) =>
        lines.reduce((total, line) => total + of(line), 0);
      return sum(({ zeros }) => zeros.shared) / sum(({ zeros }) => zeros.values);
    });
  }

  /** R_i, of the maps of the trained model or of another reference. */
  ceiling(method: string, metric: string, reference?: string): Float64Array {
    return this.#joined(
      this.#ceilings.get(referenceKey(method, reference)) ?? [],
      ({ scores, companions }) => scores[metric] ?? companions?.[metric],
    );
  }

  /** F, one for each pair. */
  floor(method: string, metric: string, reference?: string): Float64Array {
    const line = this.#trained.get(referenceKey(method, reference));
    return fromJson(line?.floors[metric] ?? line?.companions?.[metric] ?? []);
  }

  shape(method: string, reference?: string): readonly number[] {
    return this.#trained.get(referenceKey(method, reference))?.shape ?? [];
  }

  coverage(condition: Condition): number {
    return meanOf(this.#changes(condition), ([line]) => line.coverage);
  }

  /** By draw the number of inputs that were left out, of the draws that are whole. */
  leftOut(condition: Condition): number[] {
    return this.#changes(condition).map((lines) =>
      lines.reduce((sum, { left = [] }) => sum + left.length, 0),
    );
  }

  /** Numbers that go with a condition, by name one for each draw that is whole. */
  facts(condition: Condition): Record<string, number[]> {
    const draws = this.#changes(condition).map(([{ facts = {} }]) => facts);
    const names = new Set(draws.flatMap((facts) => Object.keys(facts)));
    return Object.fromEntries([...names].map((name) => [name, draws.map((facts) => facts[name])]));
  }

  /** Sums over the classes of |logits - trained logits|, [draws, images]; NaN where not finite. */
  shifts(condition: Condition): Float32Array {
    return Float32Array.from(
      this.#changes(condition).flatMap((lines) => lines.flatMap(({ shifts }) => [...fromJson(shifts)])),
    );
  }

  /**
   * Mean over draws and inputs of |logits - trained logits|, in units of `spread`, the SD of the trained logits; of the method's own
   * inputs, where it has any.
   */
  logitShift(method: string, condition: Condition, spread: number, classes: number): number {
    const own = this.#whole(condition, method);
    const has = own.length > 0 && own.every((lines) => lines.every(({ shifts }) => shifts));
    return meanOf<readonly Pick<Partial<ChangeLine>, 'shifts'>[]>(
      has ? own : this.#changes(condition),
      (lines) => {
        const shifts = lines.flatMap((line) => line.shifts ?? []);
        const mean =
          shifts.reduce<number>((sum, shift) => sum + (shift ?? Number.NaN), 0) / (shifts.length * classes);
        if (mean === 0) return 0;
        const relative = mean / spread;
        return Number.isFinite(relative) ? relative : Number.MAX_VALUE;
      },
    );
  }

  /** The largest change of a logit; NaN where it was not measured, or is not finite. */
  logitChange(condition: Condition): number {
    const found = this.#changes(condition).flatMap((lines) =>
      lines.map(({ largest }) => largest ?? Number.NaN),
    );
    return found.length === 0 ? Number.NaN : Math.max(...found);
  }

  /** The measurements of a method in one draw, or null where some are missing. */
  measurements(method: string, condition: Condition, draw: number): readonly MeasurementLine[] | null {
    const lines =
      this.#measured
        .get(placeKey(placeOf(condition)))
        ?.get(draw)
        ?.get(method) ?? [];
    return lines.reduce((sum, { inputs }) => sum + inputs, 0) === this.#images ? sorted(lines) : null;
  }

  #whole(condition: Condition, method: string): MeasurementLine[][] {
    const draws = this.#measured.get(placeKey(placeOf(condition)));
    return [...(draws ?? [])]
      .sort(([a], [b]) => a - b)
      .flatMap(([draw]) => {
        const lines = this.measurements(method, condition, draw);
        return lines ? [[...lines]] : [];
      });
  }

  #changes(condition: Condition): ChangeLine[][] {
    const draws = [...(this.#changed.get(placeKey(placeOf(condition))) ?? [])].sort(([a], [b]) => a - b);
    return draws.flatMap(([, lines]) => {
      const images = lines.reduce((sum, { shifts }) => sum + shifts.length, 0);
      return images === this.#images ? [sorted(lines)] : [];
    });
  }

  #joined<Line extends { readonly first: number }>(
    lines: readonly Line[],
    scoresOf: (line: Line) => readonly (number | null)[] | undefined,
  ): Float64Array {
    const values = new Float64Array(this.#images).fill(Number.NaN);
    for (const line of lines) values.set(fromJson(scoresOf(line) ?? []), line.first);
    return values;
  }
}

const placeOf = ({ check, name }: Condition) => ({ check, condition: name });

const placeKey = ({ check, condition }: { readonly check: string; readonly condition: string }): string =>
  JSON.stringify([check, condition]);

const sorted = <T extends { readonly first: number }>(lines: readonly T[]): T[] =>
  lines.toSorted((a, b) => a.first - b.first);

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

const meanOf = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item) / items.length, 0);
