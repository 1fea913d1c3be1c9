import { InputError } from '../../errors.ts';
import type { Plan } from '../../plan/plan.ts';
import { differencesOf, differencesText, type RunSubject } from '../../results/differences.ts';
import { journalLines } from './journal-lines.ts';

/** The error of a run that is to go on with the journal of another one: says what differs, as far as the journal has it. */
export function anotherRun(path: string, present: RunSubject | null): InputError {
  const earlier = journalLines(path)?.find((line) => line.kind === 'run');
  return new InputError({
    thing: path,
    expected: 'the journal of a run of the same version, model, inputs and plan',
    found: earlier && present ? whatDiffers(earlier, present) : 'that of another run',
    hint: 'Go on as that run was begun, or run without --resume to start again.',
  });
}

function whatDiffers(earlier: RunSubject, present: RunSubject): string {
  const differences = differencesOf(placeless(earlier), placeless(present), ['scores']);
  return differences.length > 0
    ? differencesText(differences)
    : 'that of a run of the same options with other regions, training data or code of its own methods';
}

/** What networks learn is told apart by what is in its files, not by where they lie. */
function placeless(run: RunSubject): RunSubject {
  const { training } = run.plan;
  const plan: Plan = {
    ...run.plan,
    ...(training ? { training: { ...training, data: '', labels: null } } : {}),
  };
  return { ...run, plan };
}
