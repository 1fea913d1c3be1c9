import { describe, expect, test } from 'vitest';
import { MisfitError } from '../../src/attribution/misfit.ts';
import { compares } from '../../src/attribution/passes/pass.ts';
import { METHODS } from '../../src/attribution/registry.ts';
import type { Request } from '../../src/attribution/requests/request.ts';
import { goldenNetworks } from './golden.ts';
import { smallModel } from './small-network.ts';

const model = smallModel();
/** An input of the size at which methods state their cost. */
const large = { ...model, inputShape: [224, 224, 1] };

/** One that ends with global average pooling and a dense layer. */
const [, pooled] = goldenNetworks().map((network) => network.model);
/** Channels of a layer, or classes, are as many as the network has. */
const DECIDED_BY_NETWORK = ['score-cam', 'competitive-gradient-x-input'];

function fitting(requests: () => unknown): boolean {
  try {
    requests();
    return true;
  } catch (error) {
    if (error instanceof MisfitError) return false;
    throw error;
  }
}

describe.each(METHODS)('$name', (definition) => {
  const method = definition.create();

  test('costs what it requests', () => {
    const fits = [large, pooled].find((each) => fitting(() => method.requests(each)))!;
    const requests = method.requests(fits);
    // With a reference beside every input the batch is twice as large.
    const passes = (some: readonly Request[]) =>
      some.reduce((sum, { points, pass }) => sum + points * (compares(pass) ? 2 : 1), 0);
    const back = requests.filter(({ pass }) => pass.kind !== 'logits');
    if (method.cost === null) expect(DECIDED_BY_NETWORK).toContain(method.name);
    else expect(method.cost).toEqual({ forwards: passes(requests), backwards: passes(back) });
    expect(definition.cost).toEqual(method.cost);
  });

  test('has neighbours that it can be made with', () => {
    for (const { setting, value } of method.neighbours?.(model) ?? []) {
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
      const all = definition.create().neighbours?.(model) ?? [];
      return [definition.name, all.map(({ setting, value }) => `${setting} ${value}`)];
    }).filter(([, values]) => values.length > 0),
  );
  expect(tried).toMatchInlineSnapshot(`
    {
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
      "grad-cam": [
        "layer conv1",
      ],
      "guided-grad-cam": [
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
