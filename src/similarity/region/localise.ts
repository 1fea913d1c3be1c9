import { averagePrecision } from './average-precision.ts';
import { boxIou } from './box-iou.ts';
import { massInside } from './mass-inside.ts';
import { pointingGame } from './pointing-game.ts';
import { rankInside } from './rank-inside.ts';
import type { Region } from './region.ts';

/** Measures of how a plane points to a region, by name: each from 0 to 1. */
export const LOCALISATION = {
  'pointing-game': pointingGame,
  mass: massInside,
  rank: rankInside,
  'box-iou': boxIou,
  auprc: averagePrecision,
} as const satisfies Record<string, (plane: Float64Array, region: Region) => number>;

export type LocalisationMeasure = keyof typeof LOCALISATION;

/** Whether there is anything to measure: a plane that is constant or not finite points nowhere, nothing points to an empty region. */
export function isTelling(plane: Float64Array, region: Region): boolean {
  const [first] = plane;
  const varies = plane.every(Number.isFinite) && plane.some((value) => value !== first);
  return varies && region.inside.includes(1);
}

/** A measure of a plane; NaN where there is nothing to measure. */
export function localise(measure: LocalisationMeasure, plane: Float64Array, region: Region): number {
  return isTelling(plane, region) ? LOCALISATION[measure](plane, region) : Number.NaN;
}
