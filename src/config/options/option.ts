import * as z from 'zod';

/**
 * What an option decides. `scores`: other numbers come of it, so that runs which differ in it are different runs.
 * `verdicts`: the same numbers, judged otherwise. `nothing`: neither, because it says where files lie (what is in them
 * is told apart by its hash), how the work is done, or what is shown.
 */
export type Decides = 'scores' | 'verdicts' | 'nothing';

/** What a help text says that is known elsewhere. */
export interface HelpFacts {
  /** The default in words; lists with commas. */
  readonly standard: string;
  /** The names of all metrics. */
  readonly metrics: readonly string[];
}

/** An option as the command line has it. */
export interface Flag {
  /** Its name, where that is not the key with dashes (`--batch-norm` for `batchNorm`). */
  readonly name?: string;
  /** One letter, or an older name. */
  readonly alias?: string;
  /** Whether it may be given several times, for a list. */
  readonly several?: true;
  /** Heading of the help that it stands under. */
  readonly group?: string;
  readonly help: string | ((facts: HelpFacts) => string);
}

/** Makes a path that was relative to one folder relative to another. */
export type Move = (path: string) => string;

/** What there is to say of an option beside its schema. `V` is its value as it is given. */
export interface OptionFacts<V = unknown> {
  readonly decides: Decides;
  readonly default?: V;
  /** What it is in a quick run that says nothing of it. */
  readonly quick?: V;
  /** What it is in a run that stops when it is decided, and says nothing of it. */
  readonly decide?: V;
  /** Absent where a command line cannot say it. */
  readonly flag?: Flag;
  /**
   * How report.json has it, for an option that the plan of a run holds as it was given, or its default. Absent where the
   * plan has nothing of it, or something that is found out.
   */
  readonly planned?: z.ZodType;
  /** Moves the paths in a value of it. Absent where there are none. */
  readonly moved?: (value: never, move: Move) => unknown;
  /** False where it belongs to one run and not to its repetition: where results go, and what they are compared with. */
  readonly repeated?: false;
  /** Key of the option that it is another name of. */
  readonly sameAs?: string;
  /** Options that it is made of. */
  readonly inner?: Options;
}

/** A declared option. */
export type Option = OptionFacts & { readonly schema: z.ZodType };

/** Declared options by key, in the order of the help. */
export type Options = Readonly<Record<string, Option>>;

/** Declares an option: what values it takes, and everything else that there is to know of it. */
export function option<S extends z.ZodType, const F extends OptionFacts<z.input<S>>>(
  schema: S,
  facts: F,
): F & { readonly schema: S } {
  return { ...facts, schema };
}

/** Options as they are given: each may be left out. The sentences of the declarations stay with the keys. */
export type ConfigOf<O extends Options> = { readonly [K in keyof O]?: z.input<O[K]['schema']> };

/** Options that were checked: names are in lists, whichever way they were given. */
export type CheckedOf<O extends Options> = { readonly [K in keyof O]?: z.output<O[K]['schema']> };

/** Keys of the options that have something, for example a default. */
export type KeysWith<O extends Options, P extends string> = {
  [K in keyof O]: O[K] extends Readonly<Record<P, unknown>> ? K : never;
}[keyof O];

/** The defaults of those options that have one. */
export type DefaultsOf<O extends Options> = {
  readonly [K in KeysWith<O, 'default'>]: O[K] extends { readonly default: infer D } ? D : never;
};

/** What a plan holds of options as they are: those with a default in any case, others where they are given. */
export type PlannedOf<O extends Options> = Filled<Pick<O, KeysWith<O, 'planned'> & KeysWith<O, 'default'>>> &
  CheckedOf<Pick<O, Exclude<KeysWith<O, 'planned'>, KeysWith<O, 'default'>>>>;

type Filled<O extends Options> = { readonly [K in keyof O]: z.output<O[K]['schema']> };

/** The schema of an object of options, each of which may be left out, and of no other keys. */
export function schemaOf<O extends Options>(options: O): z.ZodType<CheckedOf<O>, ConfigOf<O>> {
  const shape = Object.fromEntries(Object.entries(options).map(([key, { schema }]) => [key, schema]));
  return z.strictObject(shape).partial() as unknown as z.ZodType<CheckedOf<O>, ConfigOf<O>>;
}

export function defaultsOf<O extends Options>(options: O): DefaultsOf<O> {
  return Object.freeze(
    Object.fromEntries(
      Object.entries(options).flatMap(([key, each]) => ('default' in each ? [[key, each.default]] : [])),
    ),
  ) as DefaultsOf<O>;
}

/** The part of a plan that is options as they were given, once they were checked, or their defaults. */
export function plannedOf<O extends Options>(options: O, given: ConfigOf<O>): PlannedOf<O> {
  const values = given as Readonly<Record<string, unknown>>;
  const planned = Object.entries(options).flatMap(([key, each]) => {
    const value = each.planned && (values[key] ?? each.default);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(planned) as PlannedOf<O>;
}

/** How report.json has the options of a plan that are there as they were given. */
export function plannedShape(options: Options): Record<string, z.ZodType> {
  const shape = Object.entries(options).flatMap(([key, { planned }]) => (planned ? [[key, planned]] : []));
  return Object.fromEntries(shape);
}

/** Moves the path that an option is; anything else that it may be stays. */
export const movedPath = <V>(value: V, move: Move): V | string =>
  typeof value === 'string' ? move(value) : value;
