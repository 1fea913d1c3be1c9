import { z } from 'zod';

/** One score for each input of a chunk, null where undefined. */
const scores = z.array(z.number().nullable());
const byMetric = z.record(z.string(), scores);
/** By what is measured beside metrics; absent in lines of earlier versions. */
const companions = byMetric.optional();
const whole = z.int().min(0);
const place = { check: z.string(), condition: z.string(), draw: whole };

/** The points of a curve for every input of a chunk, null where undefined: drawn, not judged, to seven digits. */
const traced = z.array(scores);

/** What a check found of one method for a chunk of the inputs, at one condition in one draw. */
const measurement = z.strictObject({
  kind: z.literal('measurement'),
  ...place,
  method: z.string(),
  /** Place of the chunk's first input among all, and number of its inputs. */
  first: whole,
  inputs: whole,
  /** Against the maps of the trained model, by metric. */
  scores: byMetric,
  companions,
  /** Against the unrelated model of the draw before, where the null is measured; else null. */
  null: byMetric.nullable(),
  /** Against trained maps of other method noise, by metric, where that was measured. */
  replica: byMetric.optional(),
  /** By curve that the check traces; absent where it traces none, and in lines of earlier versions. */
  curves: z.record(z.string(), traced).optional(),
  /** Sum over the classes of |logits - trained logits| for every input, where the method had inputs of its own; null where it is not finite. */
  shifts: scores.optional(),
  /** Values that are zero in both maps, and values of a map, summed over the chunk. */
  zeros: z.strictObject({ shared: whole, values: whole }),
});

/** What was done to the model at one condition in one draw, and how far it moved the logits of a chunk of the inputs. */
const change = z.strictObject({
  kind: z.literal('change'),
  ...place,
  first: whole,
  /** Share of all parameters that were changed, 0 to 1. */
  coverage: z.number(),
  /** Sum over the classes of |logits - trained logits|, for every input; null where it is not finite. */
  shifts: scores,
  /** Largest |logit - trained logit| over inputs and classes; null where it is not finite, absent in older journals. */
  largest: z.number().nullable().optional(),
  /** Places among all of the chunk's inputs that are not compared; absent where all are. */
  left: z.array(whole).optional(),
  /** Numbers about the change that verdicts may rest on, by name; absent where there are none. */
  facts: z.record(z.string(), z.number()).optional(),
});

/** Name of what a check's maps are compared with, where that is not the maps of the trained model. */
const reference = z.string().optional();

/** Trained map against trained map with other method noise, for a chunk of the inputs, by metric. */
const ceiling = z.strictObject({
  kind: z.literal('ceiling'),
  method: z.string(),
  reference,
  first: whole,
  scores: byMetric,
  companions,
});

/** What the maps of the trained model are like. */
const trained = z.strictObject({
  kind: z.literal('trained'),
  method: z.string(),
  reference,
  /** Of which look, where inputs are taken in looks. */
  look: whole.optional(),
  /** Shape of one map. */
  shape: z.array(whole),
  /** Trained maps of different images: one score for each pair, by metric. */
  floors: byMetric,
  companions,
});

/** The pairs of different images that floors are measured on, flat, and what the trained maps gave reason to say. */
const pairs = z.strictObject({
  kind: z.literal('pairs'),
  look: whole.optional(),
  pairs: z.array(whole),
  notices: z.array(z.strictObject({ code: z.string(), message: z.string() })),
});

const FINDING = z.discriminatedUnion('kind', [measurement, change, ceiling, trained, pairs]);

export type MeasurementLine = Readonly<z.infer<typeof measurement>>;
export type ChangeLine = Readonly<z.infer<typeof change>>;
export type CeilingLine = Readonly<z.infer<typeof ceiling>>;
export type TrainedLine = Readonly<z.infer<typeof trained>>;
export type PairsLine = Readonly<z.infer<typeof pairs>>;
/** What a run found: plain JSON, so that a journal gives it back bit for bit. */
export type Finding = MeasurementLine | ChangeLine | CeilingLine | TrainedLine | PairsLine;

/** A finding that fits the schema; null for anything else. */
export function parseFinding(value: unknown): Finding | null {
  const parsed = FINDING.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** Where a measurement belongs. */
export type Place = Pick<MeasurementLine, 'check' | 'condition' | 'draw'>;

/** Equal for findings of the same thing: of two the later holds. */
export function findingKey(finding: Finding): string {
  switch (finding.kind) {
    case 'measurement':
      return measurementKey(finding, finding.method, finding.first);
    case 'change':
      return changeKey(finding, finding.first);
    case 'ceiling':
      return ceilingKey(finding.method, finding.first, finding.reference);
    case 'trained':
      return trainedKey(finding.method, finding);
    case 'pairs':
      return pairsKey(finding.look);
  }
}

export const measurementKey = ({ check, condition, draw }: Place, method: string, first: number): string =>
  JSON.stringify(['measurement', check, condition, draw, method, first]);

export const changeKey = ({ check, condition, draw }: Place, first: number): string =>
  JSON.stringify(['change', check, condition, draw, first]);

export const ceilingKey = (method: string, first: number, reference?: string): string =>
  JSON.stringify(['ceiling', referenceKey(method, reference), first]);

export const trainedKey = (
  method: string,
  { reference, look }: { readonly reference?: string; readonly look?: number } = {},
): string =>
  JSON.stringify(['trained', referenceKey(method, reference), ...(look === undefined ? [] : [look])]);

/** Equal for what the same maps of a method are compared with. */
export const referenceKey = (method: string, reference?: string): string =>
  reference === undefined ? method : JSON.stringify([method, reference]);

export const pairsKey = (look?: number): string => (look === undefined ? 'pairs' : `pairs ${look}`);

/** Scores as JSON keeps them. */
export const toJson = (values: Float64Array): (number | null)[] =>
  Array.from(values, (v) => (Number.isNaN(v) ? null : v));

export function fromJson(values: readonly (number | null)[]): Float64Array {
  const scores = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) scores[at] = values[at] ?? Number.NaN;
  return scores;
}
