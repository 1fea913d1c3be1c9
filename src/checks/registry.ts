import { InputError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import type { Expects } from '../statistics/verdict-words.ts';
import { attack } from './attack.ts';
import { bottomUp } from './bottom-up.ts';
import { cascade } from './cascade.ts';
import type { Check, CheckWords } from './check.ts';
import { classSensitivity } from './class-sensitivity.ts';
import type { Curves } from './curve.ts';
import { entropy } from './entropy.ts';
import { faithfulness } from './faithfulness.ts';
import { independent } from './independent.ts';
import { inputShift } from './input-shift.ts';
import { kar } from './kar.ts';
import { labels } from './labels.ts';
import { localisation } from './localisation.ts';
import { retraining } from './retraining.ts';
import { roar } from './roar.ts';
import { settings } from './settings.ts';
import { smoothCascade } from './smooth-cascade.ts';

/** Every check, in the order of documents. */
export const CHECKS: readonly Check[] = Object.freeze([
  cascade,
  bottomUp,
  independent,
  labels,
  classSensitivity,
  inputShift,
  settings,
  smoothCascade,
  entropy,
  localisation,
  faithfulness,
  retraining,
  roar,
  kar,
  attack,
]);

export const CHECK_NAMES: readonly string[] = CHECKS.map(({ name }) => name);

/** The check of a name. Throws InputError for a name that is not known, with the nearest ones. */
export function findCheck(name: string): Check {
  const found = CHECKS.find((check) => check.name === name);
  if (found) return found;
  const nearest = nearestNames(name, CHECK_NAMES);
  throw new InputError({
    thing: `check ${name}`,
    expected: `one of ${CHECK_NAMES.join(', ')}`,
    found: 'a name that is not known',
    hint: nearest.length ? `Did you mean ${nearest.join(' or ')}?` : undefined,
  });
}

/** Names of the checks that an option says something to; null where it is one of all. */
export function readersOf(option: string): string[] | null {
  const readers = CHECKS.filter(({ reads }) => reads?.includes(option)).map(({ name }) => name);
  return readers.length > 0 ? readers : null;
}

/** How a check is spoken of; in general words for one that only a report of another version knows. */
export function wordsOf(name: string): CheckWords {
  return CHECKS.find((check) => check.name === name)?.words ?? { ...GENERAL, direction: name };
}

/** On which side of its gates a method is right; as under randomization where the check is not known. */
export function rightSide(name: string): Expects {
  return CHECKS.find((check) => check.name === name)?.expects ?? 'change';
}

/** Whether each stage of a check is built on the one before, so that curves may join them; not so where it is not known. */
export function isCumulative(name: string): boolean {
  return CHECKS.find((check) => check.name === name)?.cumulative ?? false;
}

/** The curves that a check traces; null where it traces none, and where it is not known. */
export function tracedBy(name: string): Curves | null {
  return CHECKS.find((check) => check.name === name)?.own?.curves ?? null;
}

const GENERAL: Omit<CheckWords, 'direction'> = {
  says: '',
  repetition: 'draw',
  usual: null,
  reference: 'trained',
  models: 'changed models',
  cause: 'what was changed',
  unchanged: 'The map of an image does not change at all.',
  nullModels: 'two changed models',
  after: (stage) => `after "${stage}"`,
};
