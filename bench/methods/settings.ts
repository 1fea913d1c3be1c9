import { METHODS } from '../../src/attribution/registry.ts';
import type { MethodSettings } from '../../src/config/config.ts';

/** Fewer repetitions than by default, so that no method takes most of the time; the page says so. */
const FEWER: Readonly<Record<string, (side: number) => Readonly<Record<string, unknown>>>> = {
  smoothgrad: () => ({ draws: 20 }),
  'smoothgrad-squared': () => ({ draws: 20 }),
  vargrad: () => ({ draws: 20 }),
  'integrated-gradients': () => ({ steps: 20 }),
  'expected-gradients': () => ({ draws: 30 }),
  'guided-ig': () => ({ steps: 40 }),
  'blur-ig': () => ({ steps: 20 }),
  'ig-smoothgrad': () => ({ draws: 5, steps: 8 }),
  occlusion: (side) => ({ patch: Math.round(side / 8), stride: Math.round(side / 16) }),
  lime: () => ({ samples: 150 }),
  'kernel-shap': () => ({ samples: 150 }),
  rise: () => ({ samples: 200 }),
  'mask-perturbation': () => ({ steps: 50 }),
  'extremal-perturbation': () => ({ steps: 60, rate: 0.04 }),
};

/** A built-in method with the settings of the page. */
export const chosen = (name: string, side: number): MethodSettings => ({ name, ...FEWER[name]?.(side) });

/** What was changed of the defaults, in words, for inputs of these sides. */
export const changedText = (sides: readonly number[]): string =>
  Object.entries(FEWER)
    .map(
      ([name, settings]) =>
        `\`${name}\` ${[...new Set(sides.map((side) => textOf(settings(side))))].join(' or ')}`,
    )
    .join(', ');

const textOf = (settings: Readonly<Record<string, unknown>>): string =>
  Object.entries(settings)
    .map(([setting, value]) => `${setting} ${value}`)
    .join(' and ');

/** Every method once by its family, in the order of reports; those of none, the products of others, are the last. */
export const FAMILIES: Readonly<Record<string, readonly string[]>> = (() => {
  const methods = METHODS.filter(({ control }) => !control);
  const named = new Set(methods.flatMap(({ family }) => family ?? []));
  const members = (wanted: string | null) =>
    methods.filter(({ family }) => family === wanted).map(({ name }) => name);
  return { ...Object.fromEntries([...named].map((name) => [name, members(name)])), products: members(null) };
})();
