import { InputError } from '../errors.ts';
import { type Difference, differencesOf, type RunSubject } from './differences.ts';

const LONGEST_VALUE = 60;
const MOST_NAMED = 3;

/**
 * Makes sure that a baseline is one of the same model, inputs, plan and version, so that whatever differs in the results
 * is a change of what was computed. Throws InputError that names the differences.
 */
export function requireComparable(file: string, baseline: RunSubject, present: RunSubject): void {
  const found = differencesOf(baseline, present);
  if (found.length === 0) return;
  const more = found.length > MOST_NAMED ? `, and ${found.length - MOST_NAMED} more` : '';
  throw new InputError({
    thing: `baseline ${file}`,
    expected: 'the report of a run of the same version, model, inputs and plan',
    found: `${found.slice(0, MOST_NAMED).map(sentence).join(', ')}${more}`,
    hint: 'Where the change is meant, replace the baseline: npx saliency-sanity baseline update.',
  });
}

function sentence({ name, before, after }: Difference): string {
  return `${name} ${shown(before)} there and ${shown(after)} here`;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  if (text.length <= LONGEST_VALUE) return text;
  return `${text.slice(0, LONGEST_VALUE)}…${typeof value === 'string' ? '"' : ''}`;
}
