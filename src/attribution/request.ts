import type { Rule } from '../engine/rules.ts';
import type { Quadrature } from './quadrature.ts';

/** Added Gaussian noise: `draws` samples of N(0, (spread * (max x - min x))^2) per input. */
export interface NoiseSettings {
  readonly draws: number;
  /** As a share of the input's own range. */
  readonly spread: number;
}

/** A straight path from a baseline to the input. */
export interface PathSettings {
  readonly steps: number;
  readonly quadrature: Quadrature;
}

/**
 * A named quantity that methods ask for. Equal requests of different methods are answered by one computation; S is the
 * logit of the explained class, x the input.
 */
export type Request =
  /** dS/dx at x. */
  | { readonly kind: 'gradient'; readonly rule: Rule }
  /** dS/dx at noisy inputs: their mean and mean of squares. */
  | { readonly kind: 'noisy-gradient'; readonly rule: Rule; readonly noise: NoiseSettings }
  /** dS/dx averaged along the path from the black baseline to x. */
  | { readonly kind: 'path-gradient'; readonly rule: Rule; readonly path: PathSettings }
  /** Mean over noisy inputs of (noisy input - baseline) times its path average. */
  | {
      readonly kind: 'noisy-path-gradient';
      readonly rule: Rule;
      readonly path: PathSettings;
      readonly noise: NoiseSettings;
    }
  /** Output A of a site and dS/dA. */
  | { readonly kind: 'activation'; readonly rule: Rule; readonly site: string };

/**
 * A batch-shaped answer, [N, ...input shape], in double precision where values were averaged. What is computed at the
 * inputs themselves brings their logits [N, classes] along.
 */
export interface AnswerOf {
  gradient: { readonly gradient: Float32Array; readonly logits: Float32Array };
  'noisy-gradient': { readonly mean: Float64Array; readonly meanSquare: Float64Array };
  'path-gradient': { readonly mean: Float64Array };
  'noisy-path-gradient': { readonly mean: Float64Array };
  /** [N, ...site shape] each. */
  activation: {
    readonly activation: Float32Array;
    readonly gradient: Float32Array;
    readonly shape: readonly number[];
    readonly logits: Float32Array;
  };
}

export type Answer = AnswerOf[Request['kind']];

/** Equal for requests that ask for the same numbers. */
export function requestKey(request: Request): string {
  return JSON.stringify(request, (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
