import type { PredictionRow } from '../../statistics/accuracy.ts';

/** Names in a remedy; more are in report.json. */
const MOST_NAMES = 12;

/** The class folder of every label whose inputs all lie in one, and whose folder holds no other label. */
export function namesOfLabels(
  ids: readonly string[],
  labels: readonly (number | null)[],
): ReadonlyMap<number, string> {
  const folders = new Map<number, Set<string>>();
  const users = new Map<string, Set<number>>();
  for (const [i, label] of labels.entries()) {
    if (label === null) continue;
    const folder = ids[i].includes('/') ? ids[i].slice(0, ids[i].indexOf('/')) : '';
    folders.set(label, (folders.get(label) ?? new Set()).add(folder));
    users.set(folder, (users.get(folder) ?? new Set()).add(label));
  }
  return new Map(
    [...folders].flatMap(([label, [folder, ...more]]) =>
      folder === '' || more.length > 0 || users.get(folder)!.size > 1 ? [] : [[label, folder] as const],
    ),
  );
}

/**
 * What the inputs of every label were taken for, by label.
 * @param names of the folders of labels
 * @param classNames by class; null where nobody says
 */
export function predictionRows(
  labels: readonly number[],
  predicted: readonly number[],
  names: ReadonlyMap<number, string>,
  classNames: readonly string[] | null = null,
): PredictionRow[] {
  return [...new Set(labels)]
    .sort((a, b) => a - b)
    .map((label) => {
      const own = predicted.filter((_, i) => labels[i] === label);
      const counts = [...new Set(own)].map((c) => ({
        class: c,
        ...(classNames && { name: classNames[c] }),
        count: own.filter((one) => one === c).length,
      }));
      return {
        label,
        ...(classNames && { className: classNames[label] }),
        name: names.get(label) ?? null,
        count: own.length,
        predicted: counts.sort((a, b) => b.count - a.count || a.class - b.class),
      };
    });
}

/** How labels are put into another order: a labels.json of the class folders, or words where there are none. */
export function remedyOfOrder(
  order: ReadonlyMap<number, number>,
  names: ReadonlyMap<number, string>,
): string {
  const pairs = [...order];
  const rest = pairs.length - MOST_NAMES;
  const more = rest > 0 ? ` ... (${rest} more in report.json)` : '';
  if (pairs.every(([label]) => names.has(label))) {
    const entries = pairs
      .slice(0, MOST_NAMES)
      .map(([label, c]) => `${JSON.stringify(names.get(label))}: ${c}`);
    return `labels.json {${entries.join(', ')}${more}}`;
  }
  const moved = pairs.filter(([label, c]) => label !== c).slice(0, MOST_NAMES);
  return `the labels ${moved.map(([label, c]) => `${label} as ${c}`).join(', ')}${more}`;
}
