import type { Maps } from '../../similarity/maps.ts';
import { mapPlane } from '../../similarity/planes.ts';
import type { Lab } from '../lab.ts';
import type { Probe } from '../probe.ts';
import type { Aim, AimAgainst } from './aim.ts';
import { type Ball, ballOf, type Range } from './ball.ts';
import { stays } from './predicted.ts';

/** How far an attack goes, and how it is known by. */
export interface Attack {
  readonly against: AimAgainst;
  /** What its random numbers are drawn for. */
  readonly purpose: string;
  readonly range: Range;
  readonly strength: number;
}

/** The best inputs so far of a chunk, by what the maps of the real network say of them: as they were given, to begin with. */
export class Candidates {
  readonly best: Float32Array;
  readonly aims: readonly Aim[];
  readonly balls: readonly Ball[];
  readonly size: number;
  readonly #values: Float64Array;
  readonly #probe: Probe;
  readonly #lab: Pick<Lab, 'facts'>;

  private constructor(probe: Probe, lab: Pick<Lab, 'facts' | 'noise'>, attack: Attack, maps: Maps) {
    const { inputs, count, first } = probe;
    this.#probe = probe;
    this.#lab = lab;
    this.size = inputs.length / count;
    this.best = inputs.slice();
    const planes = planesOf(maps);
    const width = maps.shape.length > 1 ? maps.shape[1] : maps.shape[0];
    this.aims = planes.map((plane, i) => {
      const direction = new Float64Array(2);
      lab.noise(attack.purpose, 0, first + i, direction);
      return attack.against(plane, { width, direction });
    });
    this.balls = planes.map((_, i) => ballOf(this.part(inputs, i), attack.range, attack.strength));
    this.#values = Float64Array.from(planes, (plane, i) => this.aims[i].value(plane));
  }

  static async of(probe: Probe, lab: Pick<Lab, 'facts' | 'noise'>, attack: Attack): Promise<Candidates> {
    return new Candidates(probe, lab, attack, await probe.maps(probe.inputs));
  }

  /** The values of one input of the chunk. */
  part(values: Float32Array, i: number): Float32Array {
    return values.subarray(i * this.size, (i + 1) * this.size);
  }

  /** Keeps those inputs that are better than the best so far and are still taken for the same class. */
  async judge(inputs: Float32Array): Promise<void> {
    const { facts } = this.#lab;
    const logits = await this.#probe.logits(inputs);
    const planes = planesOf(await this.#probe.maps(inputs));
    for (const [i, plane] of planes.entries()) {
      const value = this.aims[i].value(plane);
      const of = { trained: facts.logits, input: this.#probe.first + i, classes: facts.classes };
      // What is no number is no better.
      if (!(value > this.#values[i]) || !stays(logits, i, of)) continue;
      this.#values[i] = value;
      this.best.set(this.part(inputs, i), i * this.size);
    }
  }
}

/** The abs planes of maps. */
export function planesOf({ values, shape, count }: Maps): Float64Array[] {
  const size = values.length / count;
  return Array.from({ length: count }, (_, i) => mapPlane(values, i * size, shape, 'abs').values);
}
