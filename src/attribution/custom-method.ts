import { InputError } from '../errors.ts';
import type { BoundModel } from './bound-model.ts';
import type { Maps } from './maps.ts';
import type { Batch, Method } from './method.ts';

/**
 * A method of the user's own. It gets the model under test with its present weights, the inputs and the explained
 * classes, and returns one map per input: as Maps, or as one flat array of maps shaped like the inputs.
 */
export interface CustomMethod {
  readonly name: string;
  readonly explain: (
    model: BoundModel,
    inputs: Batch,
    targets: Int32Array,
  ) => Maps | Float32Array | Promise<Maps | Float32Array>;
  /** Whether two calls may differ. Found out by the run all the same. */
  readonly stochastic?: boolean;
  readonly multipliesByInput?: boolean;
}

export function customMethod(custom: CustomMethod): Method {
  return {
    name: custom.name,
    settings: { custom: true },
    furtherPoints: Number.POSITIVE_INFINITY,
    stochastic: custom.stochastic ?? false,
    multipliesByInput: custom.multipliesByInput ?? false,
    needsSpatial: false,
    control: false,
    complete: false,
    requests: () => [],
    explain: async (_, { model, inputs, targets }) => {
      const result = await custom.explain(
        model,
        { ...inputs, values: inputs.values.slice() },
        targets.slice(),
      );
      return checkedMaps(custom.name, result, inputs);
    },
  };
}

function checkedMaps(name: string, result: unknown, inputs: Batch): Maps {
  if (result instanceof Float32Array) {
    if (result.length === inputs.values.length) {
      return { shape: inputs.shape, count: inputs.count, values: result };
    }
    throw wrong(
      name,
      `${inputs.values.length} values ([${[inputs.count, ...inputs.shape]}])`,
      `${result.length}`,
    );
  }
  const maps = result as Partial<Maps> | null | undefined;
  if (!(maps?.values instanceof Float32Array) || !Array.isArray(maps.shape)) {
    throw wrong(name, 'a Float32Array or { shape, count, values }', describe(result));
  }
  const size = maps.shape.reduce((a: number, b: number) => a * b, 1);
  if (maps.values.length !== size * inputs.count) {
    throw wrong(name, `${inputs.count} maps of shape [${maps.shape}]`, `${maps.values.length} values`);
  }
  return { shape: maps.shape, count: inputs.count, values: maps.values };
}

const describe = (value: unknown): string =>
  value === null || typeof value !== 'object' ? String(value) : `a ${value.constructor?.name ?? 'object'}`;

const wrong = (name: string, expected: string, found: string): InputError =>
  new InputError({ thing: `maps of method ${name}`, expected, found });
