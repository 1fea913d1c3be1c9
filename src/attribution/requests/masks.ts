import type { Question } from './request.ts';

/** Writes mask `index` of an image, one value from 0 (replaced) to 1 (kept) for every pixel or feature. */
export type FillMask = (index: number, out: Float32Array, image: number) => void;

/**
 * Perturbations of inputs, described so that equal ones have one key: windows, random grids, coalitions of segments, activations.
 */
export interface Masks {
  readonly key: string;
  readonly count: number;
  /** What writes the masks of a question's inputs. */
  open(question: Question): FillMask;
  /** They are made of what the weights give, so that other weights have others. */
  readonly varies?: true;
}

export interface WindowSettings {
  /** Rows and columns of the square that is replaced. */
  readonly patch: number;
  readonly stride: number;
}

/** Squares at rows and columns 0, stride, 2 stride ... until the border is reached, the last ones cut at the border. */
export function windows(
  [height, width]: readonly number[],
  { patch, stride }: WindowSettings,
): Masks & { readonly fill: (index: number, out: Float32Array) => void } {
  const across = startsOf(width, patch, stride);
  const down = startsOf(height, patch, stride);
  const fill = (index: number, out: Float32Array) => {
    out.fill(1);
    const top = down[Math.floor(index / across.length)];
    const left = across[index % across.length];
    for (let row = top; row < Math.min(height, top + patch); row++) {
      out.fill(0, row * width + left, row * width + Math.min(width, left + patch));
    }
  };
  return {
    key: `windows ${height} ${width} ${patch} ${stride}`,
    count: across.length * down.length,
    fill,
    open: () => fill,
  };
}

function startsOf(extent: number, patch: number, stride: number): number[] {
  const count = Math.max(0, Math.ceil((extent - patch) / stride)) + 1;
  return Array.from({ length: count }, (_, k) => k * stride);
}
