import type { Maps } from '../../similarity/maps.ts';
import type { Lab } from '../lab.ts';
import type { Probe, SmoothProbe } from '../probe.ts';
import type { Aim } from './aim.ts';
import { moved } from './ball.ts';
import { type Attack, Candidates, planesOf } from './candidates.ts';

/** Of the strength, how far one step goes. */
const STEP = 1 / 10;

/** Steps from one look at the maps of the real network to the next. */
const LOOK_EVERY = 5;

/**
 * Follows the gradient of the aim, by signed steps of a tenth of the strength, on the network with softplus units (Ghorbani et al. 2019).
 * Every fifth place is looked at on the real network; resolves to the best of these that keep their prediction.
 */
export async function followGradient(
  probe: Probe,
  smooth: SmoothProbe,
  lab: Pick<Lab, 'facts' | 'noise'>,
  attack: Attack,
  steps: number,
): Promise<Float32Array> {
  const candidates = await Candidates.of(probe, lab, attack);
  const { aims, balls, size } = candidates;
  let at = probe.inputs;
  for (let step = 1; step <= steps; step++) {
    const uphill = await smooth.pullback(at, slopesOf(await smooth.maps(at), aims));
    const next = new Float32Array(at.length);
    for (const [i, ball] of balls.entries()) {
      const signs = candidates.part(uphill, i).map((v) => (Number.isFinite(v) ? v : 0));
      next.set(moved(candidates.part(at, i), signs, STEP, { ...attack, ball }), i * size);
    }
    at = next;
    if (step % LOOK_EVERY === 0 || step === steps) await candidates.judge(at);
  }
  return candidates.best;
}

/** How the aims move with every value of the maps: as with its pixel, to which it adds its size. */
function slopesOf(maps: Maps, aims: readonly Aim[]): Float32Array {
  const size = maps.values.length / maps.count;
  const slopes = new Float32Array(maps.values.length);
  for (const [i, plane] of planesOf(maps).entries()) {
    const slope = aims[i].slope(plane);
    const channels = size / plane.length;
    for (let p = 0; p < size; p++) {
      const value = Math.sign(maps.values[i * size + p]) * slope[Math.floor(p / channels)];
      slopes[i * size + p] = Number.isFinite(value) ? value : 0;
    }
  }
  return slopes;
}
