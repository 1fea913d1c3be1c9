import { InputError } from '../errors.ts';
import type { Fans, InitializerConfig, WeightSpec } from '../model/model.ts';
import type { Stream } from './stream.ts';

/** Fills the values of a weight. */
export type Initialize = (
  spec: Pick<WeightSpec, 'name' | 'shape' | 'role' | 'fans'>,
  out: Float32Array,
  stream: Stream,
) => void;

// The SD of a normal cut at two SDs, by which Keras divides so that the cut normal has the SD asked for.
const TRUNCATED_SD = 0.87962566103423978;

const uniform =
  (low: number, high: number): Initialize =>
  (_, out, stream) => {
    for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * stream.uniform();
  };

const normal =
  (mean: number, sd: number): Initialize =>
  (_, out, stream) => {
    for (let i = 0; i < out.length; i++) out[i] = mean + sd * stream.normal();
  };

const truncated =
  (mean: number, sd: number): Initialize =>
  (_, out, stream) => {
    for (let i = 0; i < out.length; i++) {
      let z = stream.normal();
      while (Math.abs(z) > 2) z = stream.normal();
      out[i] = mean + sd * z;
    }
  };

const fill =
  (value: number): Initialize =>
  (_, out) => {
    out.fill(value);
  };

/** Numbers of inputs and outputs of one unit: what the format says, or counted as Keras does for kernels of any rank. */
export function fans({ shape, role, fans: own }: Pick<WeightSpec, 'shape' | 'role' | 'fans'>): Fans {
  if (own) return own;
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0], fanOut: shape[0] };
  const field = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  const [channels, units] = shape.slice(-2);
  if (role === 'depthwise-kernel') return { fanIn: field, fanOut: field * units };
  return { fanIn: field * channels, fanOut: field * units };
}

/** Weights of variance scale / n, n by mode (Glorot and Bengio 2010; He et al. 2015). */
export function varianceScaling(
  scale: number,
  mode: 'fanIn' | 'fanOut' | 'fanAvg',
  distribution: 'uniform' | 'truncatedNormal' | 'untruncatedNormal',
): Initialize {
  return (spec, out, stream) => {
    const { fanIn, fanOut } = fans(spec);
    const n = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode];
    const variance = scale / Math.max(1, n);
    const limit = Math.sqrt(3 * variance);
    const sd = Math.sqrt(variance);
    const draw = {
      uniform: uniform(-limit, limit),
      truncatedNormal: truncated(0, sd / TRUNCATED_SD),
      untruncatedNormal: normal(0, sd),
    }[distribution];
    draw(spec, out, stream);
  };
}

/** Rows (or columns) that are orthonormal, times the gain (Saxe et al. 2014). */
const orthogonal =
  (gain: number): Initialize =>
  (spec, out, stream) => {
    const cols = spec.shape.at(-1) ?? 1;
    const rows = out.length / cols;
    const [count, length] = rows < cols ? [rows, cols] : [cols, rows];
    const vectors: Float64Array[] = [];
    while (vectors.length < count) {
      const v = Float64Array.from({ length }, () => stream.normal());
      for (const u of vectors) {
        const along = u.reduce((sum, x, i) => sum + x * v[i], 0);
        for (let i = 0; i < length; i++) v[i] -= along * u[i];
      }
      const norm = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
      vectors.push(v.map((x) => x / norm));
    }
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) out[r * cols + c] = gain * (rows < cols ? vectors[r][c] : vectors[c][r]);
    }
  };

const identity =
  (gain: number): Initialize =>
  (spec, out) => {
    const cols = spec.shape.at(-1) ?? 1;
    for (let i = 0; i < out.length; i++) out[i] = Math.floor(i / cols) === i % cols ? gain : 0;
  };

/** The initializer of a Keras or tfjs configuration; null for one that is not known. */
export function fromConfig({ className, config }: InitializerConfig): Initialize | null {
  const number = (key: string, fallback: number): number => {
    const value = config[key] ?? config[key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)];
    if (value === undefined || value === null) return fallback;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new InputError({
      thing: `${key} of initializer ${className}`,
      expected: 'a finite number',
      found: JSON.stringify(value),
    });
  };
  switch (className) {
    case 'GlorotUniform':
      return varianceScaling(1, 'fanAvg', 'uniform');
    case 'GlorotNormal':
      return varianceScaling(1, 'fanAvg', 'truncatedNormal');
    case 'HeUniform':
      return varianceScaling(2, 'fanIn', 'uniform');
    case 'HeNormal':
      return varianceScaling(2, 'fanIn', 'truncatedNormal');
    case 'LeCunUniform':
    case 'LecunUniform':
      return varianceScaling(1, 'fanIn', 'uniform');
    case 'LeCunNormal':
    case 'LecunNormal':
      return varianceScaling(1, 'fanIn', 'truncatedNormal');
    case 'VarianceScaling':
      return fromVarianceScaling(number('scale', 1), config);
    case 'RandomUniform':
      return uniform(number('minval', -0.05), number('maxval', 0.05));
    case 'RandomNormal':
      return normal(number('mean', 0), number('stddev', 0.05));
    case 'TruncatedNormal':
      return truncated(number('mean', 0), number('stddev', 0.05));
    case 'Zeros':
      return fill(0);
    case 'Ones':
      return fill(1);
    case 'Constant':
      return fill(number('value', 0));
    case 'Orthogonal':
      return orthogonal(number('gain', 1));
    case 'Identity':
      return identity(number('gain', 1));
    default:
      return null;
  }
}

function fromVarianceScaling(scale: number, config: InitializerConfig['config']): Initialize | null {
  const mode = MODES.get(config.mode) ?? 'fanIn';
  const distribution = DISTRIBUTIONS.get(config.distribution);
  return distribution ? varianceScaling(scale, mode, distribution) : null;
}

const MODES: ReadonlyMap<unknown, 'fanIn' | 'fanOut' | 'fanAvg'> = new Map([
  ['fan_in', 'fanIn'],
  ['fan_out', 'fanOut'],
  ['fan_avg', 'fanAvg'],
  ['fanIn', 'fanIn'],
  ['fanOut', 'fanOut'],
  ['fanAvg', 'fanAvg'],
]);

const DISTRIBUTIONS: ReadonlyMap<unknown, 'uniform' | 'truncatedNormal' | 'untruncatedNormal'> = new Map([
  ['uniform', 'uniform'],
  ['normal', 'truncatedNormal'],
  ['truncated_normal', 'truncatedNormal'],
  ['truncatedNormal', 'truncatedNormal'],
  ['untruncated_normal', 'untruncatedNormal'],
]);
