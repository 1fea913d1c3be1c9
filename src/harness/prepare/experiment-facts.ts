import type { Method } from '../../attribution/method.ts';
import type { ExperimentFacts, MethodUnderCheck } from '../../checks/check.ts';
import type { Model } from '../../model/model.ts';
import type { Plan } from '../../plan/plan.ts';
import { selectLayers } from '../../randomize/randomize.ts';
import { passesOfMethod } from './method-cost.ts';
import type { Subject } from './subject.ts';

/** What the conditions of checks are made of. */
export function experimentFacts(
  { model, methods, networks }: Pick<Subject, 'model' | 'methods' | 'networks'>,
  { layers, group, training }: Pick<Plan, 'layers' | 'group'> & { readonly training?: object },
): ExperimentFacts {
  return {
    groups: selectLayers(model, layers, group),
    allGroups: selectLayers(model, null, group),
    networks: networks.map(({ name, methods: fitting }) => ({ name, methods: fitting })),
    trains: training !== undefined,
    spatial: model.inputShape.length > 1,
    methods: methods.map((method) => methodUnderCheck(method, model)),
  };
}

/** What checks know of a method. */
export const methodUnderCheck = (method: Method, model: Model): MethodUnderCheck => ({
  name: method.name,
  stochastic: method.stochastic,
  readsLayerInputs: method.readsLayerInputs,
  differentiable: method.pullback !== undefined,
  passes: passesOfMethod(method, model),
  variations: method.variations?.(model).map(({ name }) => name) ?? [],
});
