import { hogDescriptor } from './hog-descriptor.ts';
import type { Metric, Plane } from './metric.ts';
import { minMax } from './min-max.ts';
import { type Centred, centre, correlation } from './pearson.ts';
import { centredRanks } from './spearman.ts';

/** Cells of the paper and, for maps too small for them, of half their side. */
const CELLS = [16, 8] as const;
/** Blocks are 3 x 3 cells. */
const BLOCK = 3;

/**
 * Side in pixels of the cells that HOG uses on maps of this size: 16 from 48 x 48 on, 8 from 24 x 24 on, null where not
 * even one block of 3 x 3 cells fits.
 */
export function hogCell(height: number, width: number): number | null {
  return CELLS.find((cell) => Math.min(height, width) >= BLOCK * cell) ?? null;
}

export interface HogOptions {
  /** How two descriptors are compared: `pearson` as the paper says (the default), `spearman` as its notebooks do. */
  readonly correlation?: 'pearson' | 'spearman';
}

/**
 * Similarity of the histograms of oriented gradients (Dalal and Triggs 2005) of the abs planes, each min-max normalised
 * to [0, 1]: the correlation of their descriptors, in [-1, 1] (Adebayo et al. 2018, section 3). Cells as `hogCell` says.
 * NaN for a constant or non-finite map, and for one whose whole cells hold no gradient.
 */
export function hogMetric(options: HogOptions = {}): Metric<Centred | null> {
  const centreBy = options.correlation === 'spearman' ? centredRanks : centre;
  return {
    name: 'hog',
    description: 'Pearson correlation of histograms of oriented gradients of the absolute maps',
    words: {
      name: 'HOG',
      short: 'HOG',
      says: 'Correlation of histograms of oriented gradients: whether two maps have edges of the same direction in the same places.',
    },
    view: 'abs',
    gating: true,
    // Windows that are empty in both maps are equal.
    ofSharedZeros: (p) => p,
    inapplicable({ height, width, spatial }) {
      if (!spatial) return 'the maps have no rows and columns';
      if (hogCell(height, width) !== null) return null;
      const least = BLOCK * Math.min(...CELLS);
      return `maps of ${height}x${width} are smaller than one block of cells, ${least}x${least}`;
    },
    note({ height, width }) {
      const cell = hogCell(height, width);
      if (cell === null || cell === CELLS[0]) return null;
      return `hog has cells of ${cell}x${cell} pixels: maps of ${height}x${width} are too small for ${CELLS[0]}x${CELLS[0]}`;
    },
    prepare({ height, width, values }: Plane) {
      const cell = hogCell(height, width);
      const normalised = minMax(values);
      if (cell === null || normalised === null) return null;
      return centreBy(hogDescriptor(normalised, height, width, cell));
    },
    compare: correlation,
  };
}

/** HOG descriptors compared by Pearson's correlation. */
export const hog = hogMetric();
