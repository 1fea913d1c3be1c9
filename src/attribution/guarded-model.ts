import type { Composite } from '../engine/composite.ts';
import { InputError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import { nearestNames } from '../nearest.ts';
import type { BoundModel } from './bound-model.ts';
import { COMPOSITES } from './composites/registry.ts';

/** A model for a method of the user's own. */
export interface GuardedModel extends BoundModel {
  /** Faults that are not those of the method, although they passed through it: of the engine, or an interruption. */
  readonly faults: ReadonlySet<unknown>;
}

/**
 * Puts checks before a model's passes, so that what a method of the user's own asks wrongly is an InputError that names
 * the argument, and whatever else a pass throws is known not to be the method's fault.
 */
export function guardedModel(model: BoundModel, { sites }: Pick<Model, 'sites'>): GuardedModel {
  const faults = new Set<unknown>();
  const { classes } = model;
  // The method's own to write to, as everything that it gets.
  const inputShape = [...model.inputShape];
  const size = inputShape.reduce((product, extent) => product * extent, 1);

  const count = (pass: string, values: unknown): number => {
    if (values instanceof Float32Array && values.length % size === 0) return values.length / size;
    const expected = `a Float32Array of whole inputs, ${size} values ([${inputShape}]) each`;
    throw new InputError({ thing: `values of model.${pass}`, expected, found: kindOf(values) });
  };
  const checkTargets = (pass: string, targets: ArrayLike<number>, inputs: number) => {
    const all = Array.from(targets ?? []);
    const wrong = all.find((target) => !(Number.isInteger(target) && target >= 0 && target < classes));
    if (all.length === inputs && wrong === undefined) return;
    throw new InputError({
      thing: `targets of model.${pass}`,
      expected: `${inputs} classes from 0 to ${classes - 1}`,
      found: wrong === undefined ? `${all.length}` : `${wrong}`,
    });
  };
  const checkName = (thing: string, name: string, known: readonly string[]) => {
    if (known.includes(name)) return;
    const near = nearestNames(name, known);
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : undefined;
    throw new InputError({ thing, expected: `one of ${known.join(', ')}`, found: `${name}`, hint });
  };
  const checkComposite = (pass: string, composite: string | Composite) => {
    if (typeof composite === 'object' && typeof composite?.ruleFor === 'function') return;
    const names = COMPOSITES.map(({ name }) => name);
    checkName(`composite of model.${pass}`, composite as string, names);
  };
  const passed = async <T>(pass: Promise<T>): Promise<T> => {
    try {
      return await pass;
    } catch (error) {
      if (!(error instanceof InputError)) faults.add(error);
      throw error;
    }
  };

  return {
    inputShape,
    classes,
    faults,
    async logits(values) {
      count('logits', values);
      return passed(model.logits(values));
    },
    async gradient(values, targets, composite: string | Composite = 'gradient') {
      checkTargets('gradient', targets, count('gradient', values));
      checkComposite('gradient', composite);
      return passed(model.gradient(values, targets, composite));
    },
    async activation(site, values, targets, composite: string | Composite = 'gradient') {
      checkTargets('activation', targets, count('activation', values));
      checkComposite('activation', composite);
      checkName(
        'site of model.activation',
        site,
        sites.map(({ name }) => name),
      );
      const { shape, ...rest } = await passed(model.activation(site, values, targets, composite));
      return { ...rest, shape: [...shape] };
    },
  };
}

/** A value that has the wrong type or length, in a few words. */
export function kindOf(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (value === undefined) return 'nothing (undefined)';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const kind = (value as object).constructor?.name || 'object';
  const { length } = value as { length?: unknown };
  const article = /^[AEIOUaeiou]/.test(kind) ? 'an' : 'a';
  return typeof length === 'number' ? `${article} ${kind} of ${length} values` : `${article} ${kind}`;
}
