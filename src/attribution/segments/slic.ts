import { connected } from './connected.ts';

/** A picture as points in a space of colours, [height, width, channels]. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly colours: Float64Array;
}

export interface SlicSettings {
  /** About how many segments; never more. */
  readonly segments: number;
  /** How much nearness counts against likeness of colour: larger gives squarer segments. */
  readonly compactness: number;
}

const ITERATIONS = 10;

/**
 * Superpixels by simple linear iterative clustering (Achanta et al. 2012): centres on a regular grid, every pixel goes to the
 * centre nearest in colour and place among those within two grid steps, centres move to the mean of their pixels, ten times. Then
 * every segment is made one connected piece. Labels from 0 in the order of their first pixel, [height * width].
 */
export function slic(picture: Picture, settings: SlicSettings): Int32Array {
  const { height, width, colours } = picture;
  const pixels = height * width;
  const channels = colours.length / pixels;
  const step = Math.max(1, Math.round(Math.sqrt(pixels / settings.segments)));
  const size = channels + 2;
  const centres = startingCentres(picture, step);
  const count = centres.length / size;
  const nearness = (settings.compactness / step) ** 2;
  const labels = new Int32Array(pixels);
  const distances = new Float64Array(pixels);
  for (let turn = 0; turn < ITERATIONS; turn++) {
    distances.fill(Number.POSITIVE_INFINITY);
    for (let centre = 0; centre < count; centre++) {
      const at = centre * size;
      const [row, column] = [centres[at], centres[at + 1]];
      const last = {
        row: Math.min(height - 1, Math.floor(row + 2 * step)),
        column: Math.min(width - 1, Math.floor(column + 2 * step)),
      };
      for (let r = Math.max(0, Math.ceil(row - 2 * step)); r <= last.row; r++) {
        for (let c = Math.max(0, Math.ceil(column - 2 * step)); c <= last.column; c++) {
          const pixel = r * width + c;
          let distance = nearness * ((r - row) ** 2 + (c - column) ** 2);
          for (let k = 0; k < channels && distance < distances[pixel]; k++) {
            distance += (colours[pixel * channels + k] - centres[at + 2 + k]) ** 2;
          }
          if (distance >= distances[pixel]) continue;
          distances[pixel] = distance;
          labels[pixel] = centre;
        }
      }
    }
    if (!moveCentres(picture, labels, centres)) break;
  }
  return connected(labels, height, width, {
    smallest: pixels / settings.segments / 2,
    most: settings.segments,
  });
}

/** Rows, columns and colours of centres on a grid of some step. */
function startingCentres({ height, width, colours }: Picture, step: number): Float64Array {
  const channels = colours.length / (height * width);
  const centres: number[] = [];
  // The middle of the first step, between two pixels where it is even.
  const first = (extent: number) => Math.min(extent - 1, step - 1) / 2;
  for (let row = first(height); row < height; row += step) {
    for (let column = first(width); column < width; column += step) {
      const pixel = Math.floor(row) * width + Math.floor(column);
      centres.push(row, column, ...colours.subarray(pixel * channels, (pixel + 1) * channels));
    }
  }
  return Float64Array.from(centres);
}

/** Moves centres to the means of their pixels; a centre without pixels stays. Whether any has moved. */
function moveCentres(
  { height, width, colours }: Picture,
  labels: Int32Array,
  centres: Float64Array,
): boolean {
  const channels = colours.length / (height * width);
  const size = channels + 2;
  const sums = new Float64Array(centres.length);
  const counts = new Float64Array(centres.length / size);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const at = labels[pixel] * size;
    counts[labels[pixel]]++;
    sums[at] += Math.floor(pixel / width);
    sums[at + 1] += pixel % width;
    for (let k = 0; k < channels; k++) sums[at + 2 + k] += colours[pixel * channels + k];
  }
  let moved = false;
  for (let i = 0; i < centres.length; i++) {
    const count = counts[Math.floor(i / size)];
    if (count === 0 || centres[i] === sums[i] / count) continue;
    centres[i] = sums[i] / count;
    moved = true;
  }
  return moved;
}
