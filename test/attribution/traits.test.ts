import { describe, expect, test } from 'vitest';
import type { Method } from '../../src/attribution/method.ts';
import { MisfitError } from '../../src/attribution/misfit.ts';
import { compares } from '../../src/attribution/passes/pass.ts';
import { METHODS } from '../../src/attribution/registry.ts';
import type { Request } from '../../src/attribution/requests/request.ts';
import type { Model } from '../../src/model/model.ts';
import { goldenNetworks } from './golden.ts';
import { smallModel } from './small-network.ts';
import { smallTransformer } from './small-transformer.ts';

const model = smallModel();
/** An input of the size at which methods state their cost. */
const large = { ...model, inputShape: [224, 224, 1] };

/** One that ends with global average pooling and a dense layer. */
const [, pooled] = goldenNetworks().map((network) => network.model);
/** A pass for every channel of a layer, or for every class. */
const DECIDED_BY_NETWORK = ['score-cam', 'competitive-gradient-x-input', 'attention-rollout'];

/** A model, or one that ends otherwise where the method needs that. */
function fittingOf(method: Method, first: Model): Model {
  const fits = [first, pooled, smallTransformer()].find((each) => {
    try {
      return method.requests(each).length >= 0;
    } catch (error) {
      if (error instanceof MisfitError) return false;
      throw error;
    }
  });
  return fits!;
}

describe.each(METHODS)('$name', (definition) => {
  const method = definition.create();

  test('costs what it requests', () => {
    const requests = method.requests(fittingOf(method, large));
    // With a reference beside every input the batch is twice as large.
    const passes = (some: readonly Request[]) =>
      some.reduce((sum, { points, pass }) => sum + points * (compares(pass) ? 2 : 1), 0);
    const further = method.furtherPoints ?? 0;
    const back = requests.filter(({ pass }) => pass.kind !== 'logits');
    if (method.cost === null) expect(DECIDED_BY_NETWORK).toContain(method.name);
    else
      expect(method.cost).toEqual({
        forwards: passes(requests) + further,
        backwards: passes(back) + further,
      });
    expect(definition.cost).toEqual(method.cost);
  });

  test('has neighbours that it can be made with', () => {
    for (const { setting, value } of method.neighbours?.(fittingOf(method, model)) ?? []) {
      const other = definition.create({ ...method.settings, [setting]: value });
      expect(other.settings).toEqual({ ...method.settings, [setting]: value });
      expect(value).not.toEqual(method.settings[setting]);
    }
  });

  test('names its source unless it is a control', () => {
    expect(definition.source === null).toBe(definition.control);
  });
});

test('settings are tried at the values that they declare', () => {
  const tried = Object.fromEntries(
    METHODS.map((definition) => {
      const method = definition.create();
      const all = method.neighbours?.(fittingOf(method, model)) ?? [];
      return [definition.name, all.map(({ setting, value }) => `${setting} ${value}`)];
    }).filter(([, values]) => values.length > 0),
  );
  expect(tried).toMatchInlineSnapshot(`
    {
      "blur-ig": [
        "steps 25",
        "steps 100",
        "blur 25",
        "blur 100",
      ],
      "deep-shap": [
        "references 5",
        "references 20",
        "rule reveal-cancel",
      ],
      "deeplift": [
        "rule reveal-cancel",
        "baseline mean",
        "baseline blur",
      ],
      "expected-gradients": [
        "draws 50",
        "draws 200",
      ],
      "extremal-perturbation": [
        "steps 400",
        "steps 1600",
        "area 0.05",
        "area 0.2",
        "sigma 10",
        "sigma 42",
        "blur 10",
        "blur 40",
      ],
      "feature-ablation": [
        "segments 25",
        "segments 100",
      ],
      "grad-cam": [
        "layer conv1",
      ],
      "grad-cam++": [
        "layer conv1",
      ],
      "guided-grad-cam": [
        "layer conv1",
      ],
      "guided-ig": [
        "steps 100",
        "steps 400",
        "fraction 0.1",
        "fraction 0.5",
        "distance 0.1",
        "distance 1",
        "baseline mean",
        "baseline blur",
      ],
      "hires-cam": [
        "layer conv1",
      ],
      "ig-smoothgrad": [
        "draws 25",
        "draws 100",
        "spread 0.1",
        "spread 0.2",
        "steps 25",
        "steps 100",
      ],
      "integrated-gradients": [
        "steps 25",
        "steps 100",
        "baseline mean",
        "baseline blur",
      ],
      "kernel-shap": [
        "samples 500",
        "samples 2000",
        "segments 25",
        "segments 100",
      ],
      "layer-cam": [
        "layer conv1",
      ],
      "lime": [
        "samples 500",
        "samples 2000",
        "segments 25",
        "segments 100",
      ],
      "lrp-alpha-beta": [
        "alpha 1.5",
        "alpha 3",
      ],
      "lrp-epsilon": [
        "epsilon 0.001",
        "epsilon 0.1",
      ],
      "lrp-epsilon-gamma-box": [
        "gamma 0.125",
        "gamma 0.5",
      ],
      "lrp-epsilon-plus-flat": [
        "alpha 1.5",
        "alpha 2",
      ],
      "lrp-z-plus": [
        "bias false",
      ],
      "mask-perturbation": [
        "steps 10",
        "steps 150",
        "steps 500",
        "blur 5",
        "blur 30",
      ],
      "occlusion": [
        "patch 2",
      ],
      "pattern-attribution": [
        "samples 16",
        "samples 64",
      ],
      "pattern-net": [
        "samples 16",
        "samples 64",
      ],
      "rectgrad": [
        "percentile 90",
        "percentile 95",
        "percentile 99",
      ],
      "rise": [
        "samples 2000",
        "samples 8000",
        "cells 5",
        "cells 9",
      ],
      "score-cam": [
        "layer conv1",
      ],
      "smoothgrad": [
        "draws 25",
        "draws 100",
        "spread 0.1",
        "spread 0.2",
      ],
      "smoothgrad-squared": [
        "draws 25",
        "draws 100",
        "spread 0.1",
        "spread 0.2",
      ],
      "vargrad": [
        "draws 25",
        "draws 100",
        "spread 0.1",
        "spread 0.2",
      ],
    }
  `);
});

test('Grad-CAM without its ReLU has signs', () => {
  const gradCam = METHODS.find(({ name }) => name === 'grad-cam')!;
  expect([gradCam.unsigned, gradCam.create({ relu: false }).unsigned]).toEqual([true, false]);
});
