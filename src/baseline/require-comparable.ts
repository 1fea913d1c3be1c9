import { InputError } from '../errors.ts';
import { differencesOf, differencesText, type RunSubject } from '../results/differences.ts';

/**
 * Makes sure that a baseline is one of the same model, inputs, plan and version, so that whatever differs in the results
 * is a change of what was computed. Throws InputError that names the differences.
 */
export function requireComparable(file: string, baseline: RunSubject, present: RunSubject): void {
  const found = differencesOf(baseline, present);
  if (found.length === 0) return;
  throw new InputError({
    thing: `baseline ${file}`,
    expected: 'the report of a run of the same version, model, inputs and plan',
    found: differencesText(found),
    hint: 'Where the change is meant, replace the baseline: npx saliency-sanity baseline update.',
  });
}
