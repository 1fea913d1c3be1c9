import type { Model, Site, WeightSpec } from './model.ts';
import type { OutputKind, RemovedActivation } from './output.ts';

export interface DescribedLayer {
  readonly name: string;
  readonly kind: string;
  /** Without the batch axis. */
  readonly outputShape: readonly number[];
  readonly convolutional: boolean;
  readonly weights: readonly WeightSpec[];
  readonly parameters: number;
}

/** What `inspect` shows of a model. JSON values only. */
export interface ModelDescription {
  readonly source: string;
  readonly format: string;
  readonly sha256: string;
  readonly inputShape: readonly number[];
  readonly output: OutputKind;
  readonly classes: number;
  readonly removedActivation: RemovedActivation | null;
  /** How the format limits randomization, in sentences. */
  readonly notices: readonly string[];
  /** Number of scalars in all weights. */
  readonly parameters: number;
  /** Every layer in execution order, input to output; later calls of a shared layer have no weights of their own. */
  readonly layers: readonly DescribedLayer[];
  /** Names of the layers that are randomised, from output to input. */
  readonly order: readonly string[];
}

/** A model as plain data. */
export function describeModel(model: Model): ModelDescription {
  const specs = new Map(model.weights.map((spec) => [spec.name, spec]));
  const weighted = new Map(model.layers.map((layer) => [layer.name, layer]));
  return {
    source: model.source,
    format: model.format,
    sha256: model.sha256,
    inputShape: model.inputShape,
    output: model.output,
    classes: model.classes,
    removedActivation: model.removedActivation,
    notices: model.notices ?? [],
    parameters: model.layers.reduce((sum, layer) => sum + layer.parameters, 0),
    layers: placesOf(model).map(({ name, kind, shape, convolutional }) => {
      const layer = weighted.get(name);
      const weights = layer?.weights.map((weight) => specs.get(weight)!) ?? [];
      return { name, kind, outputShape: shape, convolutional, weights, parameters: layer?.parameters ?? 0 };
    }),
    order: model.layers.map((layer) => layer.name),
  };
}

type Place = Pick<Site, 'name' | 'kind' | 'shape' | 'convolutional'>;

/** The sites, and among them the layers whose outputs cannot be read: where the batch is not the first axis. */
function placesOf({ sites, layers }: Model): Place[] {
  const readable = new Map(sites.map((site, index) => [site.name, index]));
  const places: Place[] = [...sites];
  let next = places.length;
  for (const { name, kind } of layers) {
    const index = readable.get(name);
    if (index === undefined) places.splice(next, 0, { name, kind, shape: [], convolutional: false });
    else next = index;
  }
  return places;
}
