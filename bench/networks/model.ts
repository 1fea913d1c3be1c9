import { createHash } from 'node:crypto';
import type { Model } from '../../src/model/model.ts';
import { type Network, randomWeights, shapesOf } from './network.ts';
import { Scope } from './scope.ts';

/** A network of the catalogue as a model with random weights, so that methods explain it as they do any other. */
export function modelOf(network: Network): Model {
  const shapes = shapesOf(network);
  const trained = randomWeights(shapes);
  const classes = [...shapes.values()].at(-1)!.at(-1)!;
  return {
    source: network.name,
    format: 'bench',
    part: 'layer',
    sha256: createHash('sha256').update(network.name).digest('hex'),
    inputShape: network.input,
    output: 'multi-class',
    classes,
    removedActivation: null,
    layers: [...new Set([...shapes.keys()].map((name) => name.split('/')[0]))].reverse().map((name) => ({
      name,
      kind: name.replace(/\d+$/, ''),
      weights: [...shapes.keys()].filter((weight) => weight.split('/')[0] === name),
      parameters: 0,
    })),
    weights: [...shapes].map(([name, shape]) => ({ name, shape, role: 'other' })),
    trained,
    sites: [],
    apply: (x, weights) => network.logits(Scope.reading(weights), x),
    serialise: () => [],
    dispose: () => {},
  };
}
