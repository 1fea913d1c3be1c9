// Slow and literal forms of what src/similarity computes fast, each from its definition.

export function slowRanks(values: ArrayLike<number>): number[] {
  const all = Array.from(values);
  return all.map((value) => {
    const less = all.filter((other) => other < value).length;
    const equal = all.filter((other) => other === value).length;
    return less + (equal + 1) / 2;
  });
}

export function slowPearson(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = mean(x.map((v, i) => (v - mx) * (y[i] - my)));
  return covariance / Math.sqrt(mean(x.map((v) => (v - mx) ** 2)) * mean(y.map((v) => (v - my) ** 2)));
}

export function slowSpearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return slowPearson(slowRanks(x), slowRanks(y));
}

export function slowMinMax(values: ArrayLike<number>): number[] {
  const all = Array.from(values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return all.map((v) => (v - low) / (high - low));
}

export interface SlowWindow {
  readonly radius: number;
  /** Weight at a distance of (dy, dx) pixels, before all are divided by their sum. */
  readonly weight: (dy: number, dx: number) => number;
}

export const GAUSSIAN: SlowWindow = {
  radius: 5,
  weight: (dy, dx) => Math.exp(-(dy ** 2 + dx ** 2) / (2 * 1.5 ** 2)),
};

/** SSIM with two-dimensional windows around all pixels, borders reflected with the edge repeated, then cropped. */
export function slowSsim(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  height: number,
  width: number,
  { radius, weight }: SlowWindow = GAUSSIAN,
  range = 1,
): number {
  const x = slowMinMax(a);
  const y = slowMinMax(b);
  const reflect = (i: number, size: number) => (i < 0 ? -1 - i : i >= size ? 2 * size - 1 - i : i);
  const filtered = (at: (i: number) => number): number[] => {
    const means: number[] = [];
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        let sum = 0;
        let total = 0;
        for (let dy = -radius; dy <= radius; dy++) {
          for (let dx = -radius; dx <= radius; dx++) {
            sum += weight(dy, dx) * at(reflect(row + dy, height) * width + reflect(column + dx, width));
            total += weight(dy, dx);
          }
        }
        means.push(sum / total);
      }
    }
    return means;
  };
  const pixels = (2 * radius + 1) ** 2;
  const sample = pixels / (pixels - 1);
  const [c1, c2] = [(0.01 * range) ** 2, (0.03 * range) ** 2];
  const ux = filtered((i) => x[i]);
  const uy = filtered((i) => y[i]);
  const uxx = filtered((i) => x[i] * x[i]);
  const uyy = filtered((i) => y[i] * y[i]);
  const uxy = filtered((i) => x[i] * y[i]);
  const scores: number[] = [];
  for (let row = radius; row < height - radius; row++) {
    for (let column = radius; column < width - radius; column++) {
      const i = row * width + column;
      const vx = sample * (uxx[i] - ux[i] ** 2);
      const vy = sample * (uyy[i] - uy[i] ** 2);
      const vxy = sample * (uxy[i] - ux[i] * uy[i]);
      const luminance = (2 * ux[i] * uy[i] + c1) / (ux[i] ** 2 + uy[i] ** 2 + c1);
      scores.push((luminance * (2 * vxy + c2)) / (vx + vy + c2));
    }
  }
  return scores.reduce((sum, s) => sum + s, 0) / scores.length;
}

/** HOG descriptor of a normalised plane with angles from the arc tangent, cell by cell and block by block. */
export function slowHog(values: ArrayLike<number>, height: number, width: number, cell: number): number[] {
  const gradient = (y: number, x: number) => ({
    down: y === 0 || y === height - 1 ? 0 : values[(y + 1) * width + x] - values[(y - 1) * width + x],
    right: x === 0 || x === width - 1 ? 0 : values[y * width + x + 1] - values[y * width + x - 1],
  });
  const histogram = (row: number, column: number): number[] => {
    const sums = new Array<number>(9).fill(0);
    for (let y = row * cell; y < (row + 1) * cell; y++) {
      for (let x = column * cell; x < (column + 1) * cell; x++) {
        const { down, right } = gradient(y, x);
        const degrees = (Math.atan2(down, right) * 180) / Math.PI;
        sums[Math.floor((((degrees % 180) + 180) % 180) / 20)] += Math.hypot(down, right);
      }
    }
    return sums.map((sum) => sum / cell ** 2);
  };
  const toUnit = (block: number[]) => {
    const norm = Math.sqrt(block.reduce((sum, v) => sum + v * v, 0) + 1e-10);
    return block.map((v) => v / norm);
  };
  const descriptor: number[] = [];
  for (let row = 0; row + 3 <= Math.floor(height / cell); row++) {
    for (let column = 0; column + 3 <= Math.floor(width / cell); column++) {
      const block = [0, 1, 2].flatMap((r) => [0, 1, 2].flatMap((c) => histogram(row + r, column + c)));
      descriptor.push(...toUnit(toUnit(block).map((v) => Math.min(v, 0.2))));
    }
  }
  return descriptor;
}
