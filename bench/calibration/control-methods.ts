import type { CustomMethod } from '../../src/attribution/custom-method.ts';
import type { InputArrays } from '../../src/config/options/values.ts';
import { explain } from '../../src/explain.ts';

/** Maps of one method on a model, by the identity that a run gives to the inputs. */
async function mapsOf(
  model: string,
  inputs: InputArrays,
  method: string,
): Promise<Map<string, Float32Array>> {
  const count = inputs.labels!.length;
  const { maps, inputs: read } = await explain({ model, inputs, methods: [method], limit: count });
  const { values } = maps[method];
  const size = values.length / count;
  return new Map(read.ids.map((id, i) => [id, values.slice(i * size, (i + 1) * size)]));
}

/** The gradient of another network, whatever network is under test: a map of the wrong model. */
export async function ofAnotherModel(other: string, inputs: InputArrays): Promise<CustomMethod> {
  const known = await mapsOf(other, inputs, 'gradient');
  return {
    name: 'another-model',
    explain: (_, { ids, values, count }) => {
      const size = values.length / count;
      const maps = new Float32Array(values.length);
      for (let i = 0; i < count; i++) maps.set(known.get(ids![i])!, i * size);
      return maps;
    },
  };
}

/** The gradient at an input that is drawn anew at every call: maps that belong to other images. */
export function ofAnotherImage(seed: number): CustomMethod {
  let state = seed;
  const below = (n: number) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
  return {
    name: 'another-image',
    stochastic: true,
    explain: async (model, { values, count }, targets) => {
      const size = values.length / count;
      const maps = await model.gradient(values, targets);
      const mixed = new Float32Array(maps.length);
      for (let i = 0; i < count; i++) {
        const from = count > 1 ? (i + 1 + below(count - 1)) % count : 0;
        mixed.set(maps.subarray(from * size, (from + 1) * size), i * size);
      }
      return mixed;
    },
  };
}

/** share * gradient + (1 - share) * edges, both at a root mean square of 1: a map of which a known part is the input alone. */
export async function doses(
  model: string,
  inputs: InputArrays,
  shares: readonly number[],
): Promise<CustomMethod[]> {
  const edges = await mapsOf(model, inputs, 'edge-detector');
  return shares.map((share) => ({
    name: `gradient-${Math.round(100 * share)}`,
    explain: async (under, { ids, values, count }, targets) => {
      const size = values.length / count;
      const maps = await under.gradient(values, targets);
      for (let i = 0; i < count; i++) {
        const own = maps.subarray(i * size, (i + 1) * size);
        const still = edges.get(ids![i])!;
        const channels = own.length / still.length;
        const [scale, other] = [1 / rootMeanSquare(own), 1 / rootMeanSquare(still)];
        for (let at = 0; at < size; at++) {
          own[at] = share * scale * own[at] + (1 - share) * other * still[Math.floor(at / channels)];
        }
      }
      return maps;
    },
  }));
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length) || 1;
}
