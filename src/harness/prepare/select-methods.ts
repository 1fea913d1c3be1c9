import { type CustomMethod, customMethod } from '../../attribution/custom-method.ts';
import type { Method } from '../../attribution/method.ts';
import { createMethod, METHOD_SETS, METHODS } from '../../attribution/registry.ts';
import type { MethodChoice, MethodSettings } from '../../config/config.ts';
import { InputError } from '../../errors.ts';
import { splitNames } from '../../names.ts';
import { nearestNames } from '../../nearest.ts';

export interface SelectedMethod {
  readonly method: Method;
  /** The set that it came with; null for a method that was asked for by its own name. */
  readonly set: string | null;
}

/**
 * The methods of a choice: names, sets (`paper`, `propagation`, `all` ...), settings, and functions of the user's own, each
 * name once; what was asked for by name comes before the same name of a set. Throws InputError for unknown names and for a name that stands for two different methods.
 */
export function selectMethods(choice: MethodChoice): SelectedMethod[] {
  const entries =
    typeof choice === 'string'
      ? splitNames(choice)
      : choice.flatMap((c): (string | MethodSettings | CustomMethod)[] =>
          typeof c === 'string' ? splitNames(c) : [c],
        );
  const selected = new Map<string, SelectedMethod & { source: unknown }>();
  for (const entry of entries) {
    for (const { method, set, source } of resolve(entry)) {
      const known = selected.get(method.name);
      if (
        known &&
        known.set === null &&
        set === null &&
        known.source !== source &&
        JSON.stringify(known.method.settings) !== JSON.stringify(method.settings)
      ) {
        throw new InputError({
          thing: `method ${method.name}`,
          expected: 'one method of that name',
          found: 'two with different settings',
        });
      }
      if (!known || set === null) selected.set(method.name, { method, set, source });
    }
  }
  if (selected.size === 0) {
    throw new InputError({ thing: 'methods', expected: 'at least one method', found: 'none' });
  }
  requireTwins([...selected.values()].map(({ method }) => method));
  return [...selected.values()].map(({ method, set }) => ({ method, set }));
}

/** A twin that there is not would never be compared with, in silence. */
function requireTwins(methods: readonly Method[]): void {
  const known = [...new Set([...METHODS, ...methods].map(({ name }) => name))];
  for (const { name, twin } of methods) {
    if (!twin || (known.includes(twin.method) && twin.method !== name)) continue;
    const near = nearestNames(twin.method, known);
    throw new InputError({
      thing: `twin of method ${name}`,
      expected: 'another method, of the configuration or built in',
      found: twin.method,
      hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : undefined,
    });
  }
}

function resolve(entry: string | MethodSettings | CustomMethod): (SelectedMethod & { source: unknown })[] {
  if (typeof entry !== 'string') {
    if (isCustom(entry)) return [{ method: customMethod(entry), set: null, source: entry.explain }];
    const { name, ...settings } = entry;
    return [{ method: createMethod(name, settings), set: null, source: entry }];
  }
  const members = Object.hasOwn(METHOD_SETS, entry) ? METHOD_SETS[entry] : null;
  if (members) return members.map((name) => ({ method: createMethod(name), set: entry, source: name }));
  return [{ method: createMethod(entry), set: null, source: entry }];
}

const isCustom = (entry: MethodSettings | CustomMethod): entry is CustomMethod =>
  typeof (entry as Partial<CustomMethod>).explain === 'function';
