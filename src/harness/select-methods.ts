import { type CustomMethod, customMethod } from '../attribution/custom-method.ts';
import type { Method } from '../attribution/method.ts';
import { createMethod, METHOD_SETS } from '../attribution/registry.ts';
import type { MethodChoice, MethodSettings } from '../config/config.ts';
import { splitNames } from '../config/list.ts';
import { InputError } from '../errors.ts';

export interface SelectedMethod {
  readonly method: Method;
  /** Came with a set: where the model does not allow it, it is left out with a notice, not refused. */
  readonly optional: boolean;
}

/**
 * The methods of a choice: names, sets (`paper`, `all`, `controls`), settings, and functions of the user's own, each
 * name once. Throws InputError for unknown names and for a name that stands for two different methods.
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
    for (const { method, optional, source } of resolve(entry)) {
      const known = selected.get(method.name);
      if (
        known &&
        known.source !== source &&
        JSON.stringify(known.method.settings) !== JSON.stringify(method.settings)
      ) {
        throw new InputError({
          thing: `method ${method.name}`,
          expected: 'one method of that name',
          found: 'two with different settings',
        });
      }
      if (!known || !optional) selected.set(method.name, { method, optional, source });
    }
  }
  if (selected.size === 0) {
    throw new InputError({ thing: 'methods', expected: 'at least one method', found: 'none' });
  }
  return [...selected.values()].map(({ method, optional }) => ({ method, optional }));
}

function resolve(entry: string | MethodSettings | CustomMethod): (SelectedMethod & { source: unknown })[] {
  if (typeof entry !== 'string') {
    if (isCustom(entry)) return [{ method: customMethod(entry), optional: false, source: entry.explain }];
    const { name, ...settings } = entry;
    return [{ method: createMethod(name, settings), optional: false, source: entry }];
  }
  const set = Object.hasOwn(METHOD_SETS, entry) ? METHOD_SETS[entry] : null;
  if (set) return set.map((name) => ({ method: createMethod(name), optional: true, source: name }));
  return [{ method: createMethod(entry), optional: false, source: entry }];
}

const isCustom = (entry: MethodSettings | CustomMethod): entry is CustomMethod =>
  typeof (entry as Partial<CustomMethod>).explain === 'function';
