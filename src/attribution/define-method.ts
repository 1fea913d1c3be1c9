import { z } from 'zod';
import { InputError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import type { Method, MethodDefinition, MethodTraits } from './method.ts';

interface Definition<Shape extends z.ZodRawShape> extends Partial<MethodTraits> {
  readonly name: string;
  readonly description: string;
  /** Every setting with its default. */
  readonly settings: Shape;
  readonly build: (
    settings: z.output<z.ZodObject<Shape>>,
  ) => Pick<Method, 'requests' | 'explain' | 'resolve'> & Partial<Pick<Method, 'unsigned'>>;
  /** What of the settings is tried otherwise, one at a time: by a name that says it (`draws x2`), the changed settings. */
  readonly variations?: (
    settings: z.output<z.ZodObject<Shape>>,
    model: Model,
  ) => Readonly<Record<string, Partial<z.output<z.ZodObject<Shape>>>>>;
}

/** Defines a method; traits that are not given are false, and pixels are ordered by the size of their values. */
export function defineMethod<Shape extends z.ZodRawShape>(definition: Definition<Shape>): MethodDefinition {
  const { name, description, settings: shape, build, variations, ...given } = definition;
  const traits: MethodTraits = {
    stochastic: false,
    multipliesByInput: false,
    needsSpatial: false,
    unsigned: false,
    ranks: 'abs',
    control: false,
    complete: false,
    ...given,
  };
  const schema = z.strictObject(shape);
  const create = (settings: Readonly<Record<string, unknown>>): Method => {
    const parsed = schema.safeParse(settings);
    if (!parsed.success) throw settingsError(name, Object.keys(shape), settings, parsed.error);
    const varied = (model: Model) =>
      Object.entries(variations?.(parsed.data, model) ?? {}).map(([varying, changed]) => ({
        name: varying,
        method: create({ ...parsed.data, ...changed }),
      }));
    return { name, ...traits, settings: parsed.data, variations: varied, ...build(parsed.data) };
  };
  return {
    name,
    description,
    ...traits,
    defaults: schema.parse({}),
    create: (settings = {}) => create(settings),
  };
}

function settingsError(
  method: string,
  known: readonly string[],
  settings: Readonly<Record<string, unknown>>,
  error: z.ZodError,
): InputError {
  const unknown = Object.keys(settings).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    return new InputError({
      thing: `settings of ${method}`,
      expected: known.length ? `some of ${known.join(', ')}` : 'none',
      found: unknown.join(', '),
    });
  }
  const [issue] = error.issues;
  const key = issue.path.join('.');
  return new InputError({
    thing: `setting ${key} of ${method}`,
    expected: issue.message,
    found: JSON.stringify(settings[key]),
  });
}
