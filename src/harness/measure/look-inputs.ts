import type { Method } from '../../attribution/method.ts';
import type { Look } from '../../statistics/looks.ts';
import type { Subject } from '../prepare/subject.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { chunkOf } from './explainer.ts';
import type { Journal } from './journal.ts';

/** The chunks of the inputs of a look and those before it: none reaches over the inputs of a look. */
export function chunksOfLook(looks: readonly Look[], at: number, size: number): Chunk[] {
  return looks.slice(0, at + 1).flatMap(({ inputs }, look) => {
    const from = look === 0 ? 0 : looks[look - 1].inputs;
    return chunksOf(inputs - from, size).map(({ first, count }) => ({ first: from + first, count }));
  });
}

/** The subject as if it had no more than its first inputs, and some of its methods. */
export function subjectOfLook(subject: Subject, count: number, methods: readonly Method[]): Subject {
  const { batch, inputs, trained, model, measured, derivative } = subject;
  const first = <T extends { slice(from: number, to: number): T }>(list: T, each = 1) =>
    list.slice(0, count * each);
  return {
    ...subject,
    batch: chunkOf(batch, { first: 0, count }),
    inputs: { ...inputs, ids: first(inputs.ids), sha256: first(inputs.sha256), labels: first(inputs.labels) },
    methods,
    measured: measured.filter((method) => methods.includes(method) || method.name === derivative),
    trained: {
      ...trained,
      logits: first(trained.logits, model.classes),
      predicted: first(trained.predicted),
      probability: trained.probability && first(trained.probability),
      targets: first(trained.targets),
    },
  };
}

/** A journal that knows the trained maps of earlier looks, too. */
export function rememberingMaps(journal: Journal): Journal {
  type Maps = NonNullable<ReturnType<Journal['maps']>>;
  const kept = new Map<string, Maps>();
  const key = (method: string, { first, count }: Chunk) => JSON.stringify([method, first, count]);
  return {
    ...journal,
    maps: (method, chunk) => kept.get(key(method, chunk)) ?? journal.maps(method, chunk),
    keepMaps(method, chunk, maps) {
      kept.set(key(method, chunk), maps);
      journal.keepMaps(method, chunk, maps);
    },
  };
}
