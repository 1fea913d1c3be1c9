import { readFileSync } from 'node:fs';
import type { NoiseSource } from '../../src/attribution/noise.ts';
import { type GoldenNetwork, goldenNetworks } from './golden.ts';
import type { ExpectedMaps } from './golden-propagation.ts';

interface StoredTensor {
  readonly shape: number[];
  readonly f32: string;
}

/** What the oracle was given: masks, segments, starting points. */
export interface GivenMasks {
  readonly rise?: {
    readonly cells: number[][][];
    readonly offsets: number[][];
    readonly masks: StoredTensor;
  };
  readonly segments?: number[][];
  readonly lime_masks?: number[][];
  readonly shap_masks?: number[][];
  readonly fong?: { readonly reference: StoredTensor; readonly start: StoredTensor };
}

/** A tiny network with maps of the class activation and perturbation families that independent implementations give. */
export interface PerturbedNetwork extends GoldenNetwork {
  readonly maps: ReadonlyMap<string, ExpectedMaps>;
  readonly given: GivenMasks;
}

interface Stored {
  readonly expected: Record<string, StoredTensor & { readonly largest: number[] }>;
  readonly given: GivenMasks;
}

export const decode = ({ f32 }: StoredTensor) =>
  new Float32Array(new Uint8Array(Buffer.from(f32, 'base64')).buffer);

export function perturbedNetworks(): PerturbedNetwork[] {
  const file = new URL('./golden/perturbation.json', import.meta.url);
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Stored>;
  return goldenNetworks().map((network) => {
    const { expected, given } = stored[network.name];
    const maps = Object.entries(expected).map(
      ([name, map]) => [name, { ...map, values: decode(map) }] as const,
    );
    return { ...network, maps: new Map(maps), given };
  });
}

/** Noise that is what a test says, the same for all inputs: `draw` gives the numbers of one draw. */
export function givenNoise(draw: (draw: number) => ArrayLike<number>): NoiseSource {
  const refuse = () => {
    throw new Error('not a given noise');
  };
  return { fill: (_, at, out) => out.set(draw(at)), fillFixed: refuse, fillFresh: refuse };
}
