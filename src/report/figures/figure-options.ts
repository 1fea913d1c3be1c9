import type { View } from '../../similarity/metric.ts';
import type { MapStyle } from './cascade-options.ts';
import type { FigureWidth } from './figure-width.ts';

/** Kinds of figures: the grid of maps, the curves of the scores, the gates of all methods, the verdicts of all checks. */
export const FIGURE_KINDS = ['maps', 'curves', 'summary', 'card'] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

export interface FigureOptions extends MapStyle {
  /** All by default. */
  readonly kinds?: readonly FigureKind[];
  /** Orders to draw; all by default. */
  readonly orders?: readonly string[];
  /** Methods to draw, in the order of the report; all by default. */
  readonly methods?: readonly string[];
  /** Which of the stored inputs get a figure of maps, from 0; all by default. */
  readonly inputs?: readonly number[];
  /** Draws all inputs into one figure of maps, in place of a figure each. */
  readonly together?: boolean;
  /** Stages to draw, in the order of the report; all by default. */
  readonly stages?: readonly string[];
  /** `abs` and `signed` by default. */
  readonly views?: readonly View[];
  /** Metrics whose scores stand under the maps, and whose curves and gates are drawn. */
  readonly scores?: readonly string[];
  /** Panels side by side in curves and summary. */
  readonly columns?: number;
  /** Of every figure; by default as much as its content needs. */
  readonly width?: FigureWidth;
  /** Dots per inch of the PNG; 300 where the width is in millimetres. */
  readonly dpi?: number;
  /** Pixels of the PNG per unit of the SVG, where no dots per inch are given; 2 by default. */
  readonly scale?: number;
  /**
   * Over every figure, in place of what it shows and the model's name; null for none. By default what the run was given, and
   * where it was given none, what the figure shows of which model.
   */
  readonly title?: string | null;
}
