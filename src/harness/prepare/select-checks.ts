import { findProfile } from '../../checks/profiles.ts';
import { CHECK_NAMES, findCheck } from '../../checks/registry.ts';
import { splitNames } from '../../names.ts';

/** A check that was asked for. */
export interface SelectedCheck {
  readonly name: string;
  /** The profile that it came with; null for one that was asked for by its own name. */
  readonly profile: string | null;
}

/**
 * The checks of a choice of names and profiles, each once, in the order in which they are named, those of a profile in the order
 * of all checks; what is named is named, whichever profile has it too. Throws InputError for a name that is not known.
 */
export function selectChecks(choice: string | readonly string[]): SelectedCheck[] {
  const entries = splitNames(choice);
  const named = new Set(entries.filter((entry) => findProfile(entry) === undefined));
  const selected = entries.flatMap((entry): SelectedCheck[] => {
    const profile = findProfile(entry);
    if (profile === undefined) return [{ name: findCheck(entry).name, profile: null }];
    const { checks } = profile;
    return CHECK_NAMES.filter((name) => checks?.includes(name) ?? true).map((name) => ({
      name,
      profile: named.has(name) ? null : entry,
    }));
  });
  return [...new Map(selected.toReversed().map((each) => [each.name, each])).values()].toReversed();
}
