import { cumulativeStdNormalProbability } from 'simple-statistics';
import type { FillMask, Masks } from './masks.ts';

export interface CellSettings {
  readonly samples: number;
  /** Along each side. */
  readonly cells: number;
  /** Probability that a cell is kept. */
  readonly share: number;
}

/**
 * Smooth random masks (Petsiuk et al. 2018, section 3.2): cells along both sides, each kept with some probability, are enlarged
 * bilinearly to one cell more than the input has room for and cut out at a random place. Those of an input are the same for every
 * model.
 */
export function cellMasks(
  [height, width]: readonly number[],
  { samples, cells, share }: CellSettings,
): Masks {
  const step = { row: Math.ceil(height / cells), column: Math.ceil(width / cells) };
  return {
    key: `cells ${samples} ${cells} ${share}`,
    count: samples,
    open: ({ noise }): FillMask => {
      const drawn = new Float32Array(cells * cells + 2);
      const kept = new Float64Array(cells * cells);
      return (index, out, image) => {
        noise.fill(image, index, drawn);
        for (let i = 0; i < kept.length; i++)
          kept[i] = cumulativeStdNormalProbability(drawn[i]) < share ? 1 : 0;
        const offset = (at: number, below: number) =>
          Math.min(below - 1, Math.floor(cumulativeStdNormalProbability(drawn[kept.length + at]) * below));
        const place = { row: offset(0, step.row), column: offset(1, step.column) };
        fillFromCells({ kept, cells, height, width, step, place }, out);
      };
    },
  };
}

interface Cells {
  readonly kept: ArrayLike<number>;
  readonly cells: number;
  readonly height: number;
  readonly width: number;
  readonly step: Readonly<Record<'row' | 'column', number>>;
  /** Where the mask is cut out of the enlarged cells. */
  readonly place: Readonly<Record<'row' | 'column', number>>;
}

/** Enlarges cells to steps of their own size with half-pixel centres, mirrored at the outer cells' centres, and cuts the mask out. */
export function fillFromCells({ kept, cells, height, width, step, place }: Cells, out: Float32Array): void {
  const down = taps(cells, (cells + 1) * step.row, place.row, height);
  const across = taps(cells, (cells + 1) * step.column, place.column, width);
  const rows = new Float64Array(cells * width);
  for (let r = 0; r < cells; r++) {
    for (let c = 0; c < width; c++) {
      const { low, high, share } = across[c];
      rows[r * width + c] = kept[r * cells + low] * (1 - share) + kept[r * cells + high] * share;
    }
  }
  for (let r = 0; r < height; r++) {
    const { low, high, share } = down[r];
    for (let c = 0; c < width; c++) {
      out[r * width + c] = rows[low * width + c] * (1 - share) + rows[high * width + c] * share;
    }
  }
}

function taps(cells: number, extent: number, first: number, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const at = ((first + i + 0.5) * cells) / extent - 0.5;
    const mirrored = at < 0 ? -at : at > cells - 1 ? 2 * (cells - 1) - at : at;
    // With one cell there is nothing to mirror at.
    const inside = Math.min(cells - 1, Math.max(0, mirrored));
    const low = Math.floor(inside);
    return { low, high: Math.min(low + 1, cells - 1), share: inside - low };
  });
}
