import { z } from 'zod';
import { InputError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import type { Cost, Method, MethodDefinition, MethodTraits } from './method.ts';
import { neighboursOf } from './neighbours.ts';

type Settings<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

interface Definition<Shape extends z.ZodRawShape> extends Partial<Omit<MethodTraits, 'cost' | 'unsigned'>> {
  readonly name: string;
  readonly description: string;
  /** Who published it; null, the default, for a control. */
  readonly source?: string | null;
  /** The set of methods that it is chosen with; null by default. */
  readonly family?: string | null;
  readonly unsigned?: boolean | ((settings: Settings<Shape>) => boolean);
  /** One forward and one backward pass where it is not given; null where the network decides. */
  readonly cost?: Cost | null | ((settings: Settings<Shape>) => Cost);
  /** Every setting with its default. */
  readonly settings: Shape;
  readonly build: (
    settings: Settings<Shape>,
  ) => Pick<Method, 'requests' | 'explain' | 'resolve' | 'baseline' | 'references' | 'pullback'>;
}

const ONE: Cost = { forwards: 1, backwards: 1 };

/** Defines a method; traits that are not given are false or null, and its pixels are ranked by their abs values. */
export function defineMethod<Shape extends z.ZodRawShape>(definition: Definition<Shape>): MethodDefinition {
  const {
    name,
    description,
    source = null,
    family = null,
    cost = ONE,
    unsigned = false,
    settings: shape,
    build,
    ...declared
  } = definition;
  const traits: Omit<MethodTraits, 'cost' | 'unsigned'> = {
    stochastic: false,
    multipliesByInput: false,
    ranks: 'abs',
    readsLayerInputs: false,
    needsSpatial: false,
    spansSteps: false,
    derivative: false,
    needsRelu: false,
    needsConvolution: false,
    control: false,
    complete: false,
    conserves: null,
    ...declared,
  };
  const schema = z.strictObject(shape);
  const traitsAt = (settings: Settings<Shape>): MethodTraits => ({
    ...traits,
    unsigned: typeof unsigned === 'function' ? unsigned(settings) : unsigned,
    cost: typeof cost === 'function' ? cost(settings) : cost,
  });
  const defaults = schema.parse({});
  const create = (settings: Readonly<Record<string, unknown>>): Method => {
    const parsed = schema.safeParse(settings);
    if (!parsed.success) throw settingsError(name, Object.keys(shape), settings, parsed.error);
    const built = build(parsed.data);
    const method = { name, ...traitsAt(parsed.data), settings: parsed.data, ...built };
    const neighbours = (model: Model) => neighboursOf(shape, method, model);
    return {
      ...method,
      neighbours,
      variations: (model) =>
        neighbours(model).map(({ setting, value }) => ({
          name: `${setting} ${value}`,
          method: create({ ...parsed.data, [setting]: value }),
        })),
    };
  };
  return {
    name,
    description,
    source,
    family,
    ...traitsAt(defaults),
    defaults,
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
