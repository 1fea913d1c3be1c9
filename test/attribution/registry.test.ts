import { describe, expect, test } from 'vitest';
import { createMethod, METHOD_SETS, METHODS } from '../../src/attribution/registry.ts';

describe('the registry', () => {
  test('creates every method with its defaults', () => {
    for (const definition of METHODS) {
      expect(createMethod(definition.name).settings).toEqual(definition.defaults);
    }
  });

  test('has the defaults of the paper', () => {
    const settings = Object.fromEntries(METHODS.map((m) => [m.name, m.defaults]));
    expect(settings.smoothgrad).toEqual({ draws: 50, spread: 0.15 });
    expect(settings['integrated-gradients']).toEqual({
      steps: 50,
      quadrature: 'trapezoid',
      baseline: 'black',
    });
    expect(METHOD_SETS.paper).toHaveLength(9);
  });

  test('has a set for every family, in the order of reports, and every method but products in one', () => {
    const { paper, all, controls, ...families } = METHOD_SETS;
    expect(Object.keys(families)).toEqual(['gradients', 'propagation', 'cam', 'perturbation']);
    const members = Object.values(families).flat();
    expect(all.filter((name) => !members.includes(name))).toEqual(['guided-grad-cam']);
    expect(members).toHaveLength(all.length - 1);
    expect(controls).toContain('fresh-noise');
    for (const name of paper) expect(all).toContain(name);
  });

  test.each([
    ['gradiant', {}],
    ['smoothgrad', { draws: 0 }],
    ['smoothgrad', { sigma: 1 }],
    ['integrated-gradients', { quadrature: 'simpson' }],
  ])('%s with %j is refused', (name, settings) => {
    expect(() => createMethod(name, settings)).toThrowErrorMatchingSnapshot();
  });
});
