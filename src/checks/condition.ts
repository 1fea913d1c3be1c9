/** Layers that are randomised together. */
export interface Group {
  readonly name: string;
  /** Names of the model's layers in it. */
  readonly members: readonly string[];
}

/** One step of a check, by randomization checks called a stage: which layers are random, for example. */
export interface Condition {
  /** Name of the check. */
  readonly check: string;
  /** Unique in the check: the group that this step adds, for example. */
  readonly name: string;
  /** Other names that gates may call it by, for example `output`. A name of its own goes before an alias of another. */
  readonly aliases: readonly string[];
  /** Names of the groups that are changed in it. */
  readonly groups: readonly string[];
  /** Names of the model's layers in them. */
  readonly layers: readonly string[];
  /** Whether two draws of it have nothing in common but the architecture: what the null is measured on. */
  readonly unrelated: boolean;
  /** Nothing in it is drawn: it is measured once, and its interval comes from the images alone. */
  readonly fixed?: true;
  /** Its gates hold the scores themselves against their bound, not what is retained of them. */
  readonly raw?: true;
  /** Names of the methods that it concerns; absent for all. */
  readonly methods?: readonly string[];
}

/** A condition of a check that randomises no layers, and whose draws are no null. */
export const conditionOf = (check: string, name: string, rest: Partial<Condition> = {}): Condition => ({
  ...{ check, name, aliases: [], groups: [], layers: [], unrelated: false },
  ...rest,
});

/** A gate as a check sees it. */
export interface NamedGate {
  readonly stage: string;
}

/** Those of some methods that a condition concerns. */
export function concernedBy<M extends { readonly name: string }>(
  { methods }: Pick<Condition, 'methods'>,
  all: readonly M[],
): readonly M[] {
  return methods ? all.filter(({ name }) => methods.includes(name)) : all;
}

/** The one condition that a gate names: by its own name, else by an alias. */
export function namedCondition({ stage }: NamedGate, conditions: readonly Condition[]): Condition[] {
  const found =
    conditions.find(({ name }) => name === stage) ??
    conditions.find(({ aliases }) => aliases.includes(stage));
  return found ? [found] : [];
}

/** Names by which conditions can be called, aliases first. */
export function conditionNames(conditions: readonly Condition[]): string[] {
  return [
    ...new Set([...conditions.flatMap(({ aliases }) => aliases), ...conditions.map(({ name }) => name)]),
  ];
}
