import type { Condition } from '../src/checks/check.ts';
import { DEFAULTS, defaultGates } from '../src/config/defaults.ts';
import { writeLine } from '../src/harness/measure/line-text.ts';
import type { RunFacts } from '../src/results/facts.ts';
import type { Finding } from '../src/results/lines.ts';
import { METRICS } from '../src/similarity/registry.ts';
import { choosePairs } from '../src/statistics/pairs.ts';

/** How much a run found. */
export interface RunSize {
  readonly methods: number;
  readonly metrics: number;
  readonly stages: number;
  readonly images: number;
  readonly draws: number;
  /** Share of the comparisons that are undefined. */
  readonly missing: number;
}

/** Identity that the lines carry. */
export const IDENTITY = '0123456789abcdef';

/** The journal of a run of that size, whose scores are made up: the text that `--resume` would read. */
export function journalText(size: RunSize): string {
  const lines = [factsOf(size), ...findings(size)];
  return lines.map((line) => writeLine(line, IDENTITY)).join('');
}

const nameOf = (method: number): string => `method-${method}`;

function conditionsOf({ stages }: RunSize): Condition[] {
  const names = Array.from({ length: stages }, (_, stage) => `layer-${stage}`);
  return names.map((name, stage) => ({
    ...{ check: 'cascade', name, groups: names.slice(0, stage + 1), layers: names.slice(0, stage + 1) },
    aliases: [...(stage === 0 ? ['output'] : []), ...(stage === stages - 1 ? ['full'] : [])],
    unrelated: stage === stages - 1,
  }));
}

/** Those that are gated first: their gates and twins are the larger part of the work. */
function metricsOf({ metrics }: RunSize): string[] {
  return Object.keys(METRICS).slice(0, metrics);
}

function factsOf(size: RunSize): RunFacts {
  const metrics = metricsOf(size);
  const methods = Array.from({ length: size.methods }, (_, method) => ({
    name: nameOf(method),
    twin: method > 0 ? { method: nameOf(0), adds: 'a factor' } : null,
  }));
  const plan = {
    ...DEFAULTS,
    ...{ model: 'model', inputs: 'images', labels: null, preprocess: 'unit' },
    methods: Object.fromEntries(methods.map(({ name }) => [name, {}])),
    ...{ orders: ['cascade'], metrics, gates: defaultGates(['cascade'], metrics) },
    ...{ draws: size.draws, classes: null, layers: null, group: 'layer', groups: [], randomization: {} },
    ...{ backend: 'onnxruntime', device: 'cpu', threads: 1, batch: 32, reuse: true, pictures: 0 },
  } as unknown as RunFacts['plan'];
  return {
    ...{ kind: 'run', version: '0.0.0', startedAt: '2026-01-01T00:00:00.000Z', plan, methods },
    engine: { name: 'compiled', threads: 1, backend: 'onnxruntime' },
    model: {
      ...{ source: 'model', sha256: '0'.repeat(64), inputShape: [224, 224, 3], classes: 10 },
      ...{ layers: [], parameters: 1 },
    },
    inputs: Array.from({ length: size.images }, (_, image) => ({
      ...{ id: `${image}.png`, sha256: '0'.repeat(64), label: null, predicted: image % 10, probability: 0.9 },
    })),
    accuracy: null,
    conditions: { cascade: conditionsOf(size) },
    ...{ logitSpread: 1, normalised: false, chunk: 64, training: [], notices: [] },
    commands: { run: 'saliency-sanity run', checks: [] },
  };
}

function* findings(size: RunSize): Generator<Finding> {
  const { images, draws, methods, stages, missing } = size;
  const random = randomFrom(1);
  const metrics = metricsOf(size);
  const pairs = choosePairs(
    Array.from({ length: images }, (_, image) => image % 10),
    0,
  );
  const typical = Array.from({ length: images }, () => random() - 0.5);
  const scores = (count: number, value: (at: number) => number) =>
    Object.fromEntries(
      metrics.map((metric) => [
        metric,
        Array.from({ length: count }, (_, at) => (random() < missing ? null : value(at) + 0.1 * random())),
      ]),
    );
  yield { kind: 'pairs', pairs: [...pairs], notices: [] };
  for (let m = 0; m < methods; m++) {
    const method = nameOf(m);
    yield { kind: 'trained', method, shape: [224, 224, 3], floors: scores(pairs.length / 2, () => 0.1) };
    yield {
      kind: 'ceiling',
      method,
      first: 0,
      scores: Object.fromEntries(metrics.map((metric) => [metric, Array(images).fill(1)])),
    };
  }
  for (let draw = 0; draw < draws; draw++) {
    const shift = 0.1 * (random() - 0.5);
    for (const { name } of conditionsOf(size)) {
      const place = { check: 'cascade', condition: name, draw };
      yield { kind: 'change', ...place, first: 0, coverage: 1, shifts: Array(images).fill(20) };
      for (let m = 0; m < methods; m++) {
        const level = 0.2 + (0.6 * m) / methods;
        yield {
          ...{ kind: 'measurement', ...place, method: nameOf(m), first: 0, inputs: images },
          scores: scores(images, (image) => level + shift + 0.2 * typical[image]),
          null: name === `layer-${stages - 1}` && draw > 0 ? scores(images, () => 0.1) : null,
          zeros: { shared: 10, values: 100 },
        };
      }
    }
  }
}

/** Park and Miller's generator: uniform numbers in (0, 1). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
