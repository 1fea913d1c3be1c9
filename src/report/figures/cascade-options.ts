import type { View } from '../../similarity/metric.ts';
import type { FigureWidth } from './figure-width.ts';
import type { MapColours } from './map-colours.ts';

/** How maps are drawn, whatever the figure. */
export interface MapStyle {
  readonly colours?: MapColours;
  /** Whether every map has its own scale (`map`, the default), or those of a row share the largest (`row`). */
  readonly normalise?: 'map' | 'row';
  /** Draws the maps over their input in grey. */
  readonly overlay?: boolean;
}

export interface CascadeFigureOptions extends MapStyle {
  readonly order: string;
  /** `abs` maps in a sequential colour map or `signed` maps in a diverging one. */
  readonly view: View;
  /** Which of the stored inputs, from 0; several stand below each other. */
  readonly input: number | readonly number[];
  /** Metrics whose scores stand under the maps; by default those that say so of themselves, abs Spearman and SSIM for abs maps and signed Spearman for signed ones. */
  readonly scores?: readonly string[];
  /** Stages to draw, in the order of the report; all by default. */
  readonly stages?: readonly string[];
  /** Of the whole figure; by default as much as the maps need. Text keeps its size, the maps take what is left. */
  readonly width?: FigureWidth;
  /** Pixels per unit at which it will be drawn, 2 by default: maps are embedded no finer. */
  readonly pixels?: number;
  /** Over the whole, in place of what it shows and the model's name; null for none. */
  readonly title?: string | null;
}
