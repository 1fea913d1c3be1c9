import type { Method } from '../../attribution/method.ts';
import { type Condition, concernedBy } from '../../checks/check.ts';
import type { Plan } from '../../plan/plan.ts';
import { measurementKey, pairsKey } from '../../results/lines.ts';
import type { Pictures } from '../../results/pictures.ts';
import type { Metric } from '../../similarity/metric.ts';
import {
  type FactsWithLooks,
  firstLook,
  judgeLook,
  type LookAhead,
  measuresAt,
  tablesOfLook,
} from '../conclude/look-ahead.ts';
import type { Subject } from '../prepare/subject.ts';
import { costPerInput } from './explain-all.ts';
import type { Journal } from './journal.ts';
import { chunksOfLook, rememberingMaps, subjectOfLook } from './look-inputs.ts';
import { isMeasured, measure, placeOf, stagesInOrder } from './measure.ts';
import { NullMaps } from './null-maps.ts';
import { PictureBook } from './picture-book.ts';
import type { Meter } from './progress.ts';
import { allReferences } from './references.ts';
import type { Replicas } from './replicas.ts';
import type { VariantLab } from './variant-lab.ts';

export interface LooksContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly facts: FactsWithLooks;
  readonly stages: ReadonlyMap<string, readonly Condition[]>;
  readonly metrics: readonly Metric[];
  /** Measured beside them. */
  readonly companions: readonly Metric[];
  readonly replicas: Replicas;
  /** Inputs to a chunk. */
  readonly chunk: number;
  readonly lab: VariantLab;
  readonly journal: Journal;
  readonly meter: Meter;
}

/**
 * Measures look after look, each with more inputs and draws, and judges after each: methods whose verdicts stand are measured
 * no further. What the journal has is not measured again. Resolves to the pictures, of the inputs of the first look.
 */
export async function measureLooks(context: LooksContext): Promise<Pictures> {
  const { subject, plan, facts, metrics, companions, replicas, lab, meter } = context;
  const journal = rememberingMaps(context.journal);
  const nullMaps = new NullMaps({ subject, plan, lab, metrics });
  const label = (text: string) => {
    meter.label = text;
  };
  let book: PictureBook | null = null;
  for (const look of looksOf(context)) {
    const { at, seen, chunks } = look;
    meter.ahead(workOf(look, context));
    const of = `look ${at + 1} of ${facts.plan.looks.length}`;
    const references = await allReferences(
      {
        ...{ subject: seen, plan, metrics, companions, chunks, replicas, journal, look: at },
        before: (method) => label(`${of}, trained model, ${method}`),
      },
      lab,
    );
    const pages: PictureBook = book ?? new PictureBook(seen, plan, references, lab);
    const shown = book === null;
    await measure({
      ...{
        wants: look.wants,
        subject: seen,
        plan: look.plan,
        metrics,
        companions,
        chunks,
        references,
        replicas,
        lab,
        journal,
        nullMaps,
      },
      label: (text) => label(`${of}, ${text}`),
      shown: (...made) => shown && pages.add(...made),
    });
    book = pages;
  }
  return book!.finish(context.stages, tablesOfLook(facts, journal.findings(), 0));
}

/** Whether the journal has all that looks ask for, each as far as the one before leaves methods open. */
export function looksMeasured(
  context: Omit<LooksContext, 'lab' | 'meter' | 'metrics' | 'companions' | 'replicas'>,
): boolean {
  const { journal, stages } = context;
  for (const { at, seen, chunks, plan, wants } of looksOf(context)) {
    if (!journal.has(pairsKey(at))) return false;
    for (const stage of stagesInOrder(stages, plan))
      if (!isMeasured(stage, { subject: seen, chunks, journal, wants })) return false;
  }
  return true;
}

/** The looks in their order, for as long as some method is open after what the journal has of the one before. */
function* looksOf(context: Pick<LooksContext, 'subject' | 'plan' | 'facts' | 'chunk' | 'journal'>) {
  const { subject, plan, facts, chunk, journal } = context;
  const { looks } = facts.plan;
  for (let look: LookAhead | null = firstLook(facts); look !== null; ) {
    const { at, methods: open }: LookAhead = look;
    const ahead = look;
    const names = new Set(open.map(({ name }) => name));
    const methods = subject.methods.filter(({ name }) => names.has(name));
    yield {
      at,
      seen: subjectOfLook(subject, looks[at].inputs, methods),
      chunks: chunksOfLook(looks, at, chunk),
      plan: { ...plan, draws: looks[at].draws },
      wants: (method: Method, stage: Condition) => measuresAt(ahead, facts, method.name, stage),
    };
    look = judgeLook(facts, tablesOfLook(facts, journal.findings(), at), look).next;
  }
}

type LookTaken = ReturnType<typeof looksOf> extends Generator<infer Each> ? Each : never;

/** Inputs through passes that a look takes beside what the journal has, as a meter counts them. */
function workOf(
  { at, seen, plan, chunks, wants }: LookTaken,
  { facts, stages, journal }: Pick<LooksContext, 'facts' | 'stages' | 'journal'>,
): number {
  const before = at === 0 ? 0 : facts.plan.looks[at - 1].inputs;
  let work = 2 * (seen.batch.count - before) * costPerInput(seen, seen.measured);
  for (const { stage, draw } of stagesInOrder(stages, plan)) {
    const methods = concernedBy(stage, seen.measured).filter((method) => wants(method, stage));
    for (const { first, count } of chunks) {
      const missing = methods.filter(
        ({ name }) => !journal.has(measurementKey(placeOf(stage, draw), name, first)),
      );
      if (missing.length > 0) work += count * costPerInput(seen, missing);
    }
  }
  return work;
}
