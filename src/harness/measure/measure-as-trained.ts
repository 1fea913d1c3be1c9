import { type Condition, concernedBy } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import { changeKey, measurementKey, type Place } from '../../results/lines.ts';
import type { MeasureContext } from './measure.ts';
import { ownScores } from './own-scores.ts';

/** Finds the numbers of a check that changes nothing, of the maps that others are compared with: nothing is explained again. */
export async function measureAsTrained(
  { subject, chunks, references, lab, journal, label }: MeasureContext,
  at: { readonly stage: Condition; readonly draw: number },
  where: string,
): Promise<void> {
  const { stage, draw } = at;
  const check = findCheck(stage.check);
  const place: Place = { check: stage.check, condition: stage.name, draw };
  const reference = references(check);
  for (const chunk of chunks) {
    const { first, count } = chunk;
    for (const method of concernedBy(stage, subject.measured)) {
      if (journal.has(measurementKey(place, method.name, first))) continue;
      label(`${where}, ${method.name}`);
      const { maps } = reference[subject.measured.indexOf(method)];
      journal.append({
        ...{ kind: 'measurement', ...place, method: method.name, first, inputs: count },
        ...(await ownScores({ check, lab, method, reference: maps, at, chunk })),
        null: null,
        zeros: { shared: 0, values: (count * maps.values.length) / maps.count },
      });
    }
    if (journal.has(changeKey(place, first))) continue;
    const shifts = Array.from({ length: count }, () => 0);
    journal.append({ kind: 'change', ...place, first, coverage: 0, shifts, largest: 0 });
  }
}
