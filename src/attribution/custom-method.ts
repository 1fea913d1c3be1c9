import type { BoundModel } from './bound-model.ts';
import { callCustom } from './custom-call.ts';
import type { Maps } from './maps.ts';
import type { Batch, Method, Twin } from './method.ts';

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
  /** Its values say how much, never which way: gates on the signed plane leave it out. */
  readonly unsigned?: boolean;
  /** `signed` where its values are contributions, `abs`, the default, where they are sensitivities. */
  readonly ranks?: 'signed' | 'abs';
  /**
   * The method, of this configuration or built in, that is the same without a factor or rule that this one adds, by name
   * or with what is added as a noun (`{ method: 'gradient', adds: 'the input as a factor' }`). A failure is put down to
   * it only where the run has both and the twin retains clearly less.
   */
  readonly twin?: string | Twin;
}

/** Throws InputError, when it explains, for what the user's function throws and for results that are no maps. */
export function customMethod(custom: CustomMethod): Method {
  // Maps of one shape only can be compared.
  let known: readonly number[] | undefined;
  return {
    name: custom.name,
    settings: { custom: true },
    furtherPoints: Number.POSITIVE_INFINITY,
    stochastic: custom.stochastic ?? false,
    mixesInputs: true,
    multipliesByInput: custom.multipliesByInput ?? false,
    unsigned: custom.unsigned ?? false,
    ranks: custom.ranks ?? 'abs',
    readsLayerInputs: false,
    needsSpatial: false,
    spansSteps: false,
    derivative: false,
    needsRelu: false,
    needsConvolution: false,
    control: false,
    complete: false,
    conserves: null,
    cost: null,
    twin: custom.twin === undefined ? undefined : { adds: 'what it adds', ...twinOf(custom.twin) },
    requests: () => [],
    explain: async (_, given) => {
      const maps = await callCustom(custom, given, given.network, known);
      known = maps.shape;
      return maps;
    },
  };
}

const twinOf = (twin: string | Twin): Pick<Twin, 'method'> & Partial<Twin> =>
  typeof twin === 'string' ? { method: twin } : twin;
