import type { Decides } from '../config/options/option.ts';
import { planPart } from '../plan/plan.ts';
import type { InputReport, Report } from './report.ts';

const LONGEST_VALUE = 60;
const MOST_NAMED = 3;

/** Something that two runs do not have in common. */
export interface Difference {
  /** Path in report.json, for example `plan.draws`. */
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a run is a run of. Two runs with the same subject and other results differ in what was computed. */
export type RunSubject = Pick<Report, 'version' | 'plan'> & {
  readonly model: Pick<Report['model'], 'sha256'>;
  readonly inputs: readonly Pick<InputReport, 'id' | 'sha256' | 'label'>[];
  readonly networks?: readonly Pick<NonNullable<Report['networks']>[number], 'name' | 'sha256'>[];
};

/**
 * The differences between the subjects of two runs: version, model, networks beside it, inputs, then what of the plan `decides`
 * something, scores and verdicts by default, each by its path. What decides neither may be another: where files lie, what does
 * the work, what is shown.
 */
export function differencesOf(
  before: RunSubject,
  after: RunSubject,
  decides: readonly Decides[] = ['scores', 'verdicts'],
): Difference[] {
  return [
    ...leaves('version', before.version, after.version),
    ...leaves('model.sha256', before.model.sha256, after.model.sha256),
    ...leaves('networks', hashes(before), hashes(after)),
    ...leaves('inputs.length', before.inputs.length, after.inputs.length),
    ...(before.inputs.length === after.inputs.length
      ? leaves('inputs', before.inputs.map(identity), after.inputs.map(identity))
      : []),
    ...leaves('plan', planPart(before.plan, decides), planPart(after.plan, decides)),
  ];
}

/** Differences as what was found, the first of them by name and value, there and here. */
export function differencesText(differences: readonly Difference[]): string {
  const named = differences
    .slice(0, MOST_NAMED)
    .map(({ name, before, after }) => `${name} ${shown(before)} there and ${shown(after)} here`);
  const left = differences.length - named.length;
  return `${named.join(', ')}${left > 0 ? `, and ${left} more` : ''}`;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  if (text.length <= LONGEST_VALUE) return text;
  return `${text.slice(0, LONGEST_VALUE)}…${typeof value === 'string' ? '"' : ''}`;
}

/** Where the networks beside the model lie may be another. */
const hashes = ({ networks = [] }: RunSubject) => networks.map(({ name, sha256 }) => ({ name, sha256 }));

/** File systems hand out the same name composed or decomposed. */
function identity({ id, sha256, label }: RunSubject['inputs'][number]) {
  return { id: id.normalize('NFC'), sha256, label };
}

/** Every place at which two JSON values differ; lists of other lengths differ as a whole. */
function leaves(name: string, before: unknown, after: unknown): Difference[] {
  const lists = Array.isArray(before) || Array.isArray(after);
  const alike = lists
    ? Array.isArray(before) && Array.isArray(after) && before.length === after.length
    : isObject(before) && isObject(after);
  if (!alike) return same(before, after) ? [] : [{ name, before, after }];
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
    leaves(lists ? `${name}[${key}]` : `${name}.${key}`, own(old, key), own(now, key)),
  );
}

const own = (object: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
