import { OPTIONS } from '../../src/config/options/list.ts';
import { plannedOf } from '../../src/config/options/option.ts';
import { oneLine } from '../../src/report/wording/text-layout.ts';
import type { CheckPictures, Pictures } from '../../src/results/pictures.ts';
import type { CheckResult, GateResult, Reason, Report, Status } from '../../src/results/report.ts';
import { explain } from '../../src/statistics/explanation.ts';
import { NOT_APART, sampleEvidence } from '../statistics/sample-evidence.ts';

/** A small generator with a fixed sequence per seed (mulberry32), for made-up maps. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const METHODS = ['gradient', 'guided-backprop', 'integrated-gradients', 'fresh-noise'];
export const STAGES = ['output', 'fc1', 'conv2', 'full'];
const LAYERS = ['output', 'fc1', 'conv2', 'conv1'];
const METRICS = ['spearman-abs', 'spearman-signed', 'ssim'];

interface Kind {
  status: Status;
  reason: Reason | null;
  /** Mean score at stage 0 and at the last one. */
  from: number;
  to: number;
  /** Between two maps of the same image; 1 by default. */
  ceiling?: number;
  /** Share of the pixels that are zero in both maps; 0 by default. */
  zeros?: number;
}

const KINDS: Record<string, Kind> = {
  gradient: { status: 'passed', reason: null, from: 0.38, to: 0.08 },
  'guided-backprop': { status: 'failed', reason: 'gate-exceeded', from: 0.9, to: 0.46 },
  'integrated-gradients': { status: 'failed', reason: 'gate-exceeded', from: 0.995, to: 0.99, zeros: 0.81 },
  'fresh-noise': { status: 'inconclusive', reason: 'not-reproducible', from: 0.01, to: 0.0, ceiling: 0.03 },
};

/** What a run would say of these numbers. */
function explanationOf(method: string, kind: Kind, { gates, references }: Scored): string {
  const evidence = sampleEvidence(
    kind.ceiling === undefined
      ? []
      : METRICS.map((metric) => ({ metric, retained: null, separation: NOT_APART })),
    {
      ...{ references, zeroShare: kind.zeros ?? 0 },
      command: `npx saliency-sanity run --model model.json --inputs digits --seed 1 --methods ${oneLine(method)} --orders cascade`,
    },
  );
  return explain(evidence, { ...kind, gates: [...gates] });
}

type Scored = Pick<CheckResult, 'gates' | 'references'>;

function check(method: string, index: number, order: string, stages: readonly string[]): CheckResult {
  const kind = KINDS[method] ?? KINDS[METHODS[index % METHODS.length]];
  const mean = (stage: number, metric: string) => {
    const share = stages.length > 1 ? stage / (stages.length - 1) : 0;
    const value = kind.from * (1 - share) + kind.to * share;
    return metric === 'spearman-signed' ? value * 0.7 : metric === 'ssim' ? 0.1 + value * 0.8 : value;
  };
  const gates = ['output', 'full'].flatMap((stage) =>
    METRICS.map((metric): GateResult => {
      const retained = mean(stage === 'full' ? stages.length - 1 : 0, metric);
      const status = retained > 0.55 ? 'failed' : retained > 0.45 ? 'open' : 'passed';
      return { stage, metric, maximum: 0.5, retained, low: retained - 0.05, high: retained + 0.05, status };
    }),
  );
  const references = Object.fromEntries(
    METRICS.map((metric) => [
      metric,
      { ceiling: kind.ceiling ?? 1, floor: 0.02 + 0.01 * index, null: mean(stages.length - 1, metric) },
    ]),
  );
  return {
    method,
    order,
    status: kind.status,
    reason: kind.reason,
    explanation: explanationOf(method, kind, { gates, references }),
    gates,
    references,
    stages: stages.map((name, stage) => ({
      name,
      layers: stages.slice(0, stage + 1).map((each, at) => LAYERS[at] ?? each),
      coverage: stage === stages.length - 1 ? 1 : [0.0031, 0.95, 0.9996][Math.min(stage, 2)],
      logitShift: 1.25 + stage,
      scores: Object.fromEntries(
        METRICS.map((metric) => {
          const value = mean(stage, metric);
          const spread = { sdImages: 0.05, sdDraws: 0.02, count: 160, undefined: 0 };
          return [metric, { mean: value, low: value - 0.05, high: value + 0.05, ...spread }];
        }),
      ),
      retained: Object.fromEntries(
        METRICS.map((metric) => {
          const value = mean(stage, metric);
          return [metric, { mean: value, low: value - 0.05, high: value + 0.05 }];
        }),
      ),
    })),
  };
}

/** A made-up report that looks like a run on digits. */
export function exampleReport(
  options: { methods?: readonly string[]; stages?: readonly string[]; orders?: readonly string[] } = {},
): Report {
  const { methods = METHODS, stages = STAGES, orders = ['cascade'] } = options;
  const checks = orders.flatMap((order) =>
    methods.map((method, index) => check(method, index, order, stages)),
  );
  const number = (status: Status) => checks.filter((each) => each.status === status).length;
  const summary = {
    passed: number('passed'),
    failed: number('failed'),
    inconclusive: number('inconclusive'),
  };
  return {
    schema: 'saliency-sanity/report@1',
    version: '0.1.0',
    seed: 1,
    engine: { name: 'compiled', threads: 2, backend: 'onnxruntime' },
    command: 'npx saliency-sanity run --model model.json --inputs digits --seed 1',
    startedAt: '2025-01-02T03:04:05.678Z',
    durationMs: 12345,
    plan: {
      ...plannedOf(OPTIONS, { seed: 1 }),
      model: 'model.json',
      inputs: 'digits',
      labels: null,
      preprocess: 'unit',
      methods: Object.fromEntries(methods.map((method) => [method, {}])),
      orders: ['cascade'],
      metrics: METRICS,
      gates: ['output', 'full'].flatMap((stage) =>
        METRICS.map((metric) => ({ order: 'cascade' as const, stage, metric, maximum: 0.5 })),
      ),
      classes: null,
      layers: null,
      group: 'layer',
      groups: ['output', 'conv1'].map((name) => ({ name, layers: [name] })),
      randomization: {},
      backend: 'auto',
      device: 'cpu',
      threads: 2,
      batch: 32,
      reuse: true,
      pictures: 2,
    },
    model: {
      source: 'models/digits/model.json',
      sha256: 'ab'.repeat(32),
      inputShape: [28, 28, 1],
      classes: 10,
      layers: LAYERS.map((name, index) => ({
        name,
        kind: index < 2 ? 'Dense' : 'Conv2D',
        weights: [`${name}/kernel`, `${name}/bias`],
        parameters: 1000 * (index + 1),
      })),
      parameters: 10000,
    },
    inputs: ['digits/3/a.png', 'digits/7/b.png'].map((id, index) => ({
      id,
      sha256: 'cd'.repeat(32),
      label: [3, 7][index],
      predicted: [3, 9][index],
      probability: [0.98, 0.51][index],
    })),
    notices: [{ code: 'resized', message: 'Two images of 32x32 were resized to 28x28.' }],
    checks,
    summary: {
      status: summary.failed > 0 ? 'failed' : summary.inconclusive > 0 ? 'inconclusive' : 'passed',
      ...summary,
    },
  };
}

/** A ring with a stroke: something like a digit, in [0, 1]. */
function blob(size: number, which: number): Float32Array {
  const values = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const y = (row + 0.5) / size - 0.5;
      const x = (column + 0.5) / size - 0.5;
      const ring = Math.exp(-(((Math.hypot(x, y + 0.1 * which) - 0.2) / 0.05) ** 2));
      const stroke = Math.exp(-((x - 0.15 * (1 - which)) ** 2) / 0.004) * (y > 0 && y < 0.35 ? 1 : 0);
      values[row * size + column] = Math.max(ring, stroke) > 0.1 ? Math.max(ring, stroke) : 0;
    }
  }
  return values;
}

/** Made-up maps for a report: edges of the input, drowned in noise as its scores fall. */
export function examplePictures(report: Report, size = 28, channels = 1): Pictures {
  const count = report.inputs.length;
  const pixels = size * size;
  const inputs = new Float32Array(count * pixels * channels);
  for (let image = 0; image < count; image++) {
    const picture = blob(size, image);
    for (let i = 0; i < pixels * channels; i++) {
      inputs[image * pixels * channels + i] = picture[Math.floor(i / channels)];
    }
  }
  const next = random(7);
  const checks = report.checks.map((each): CheckPictures => {
    const stages = ['trained', ...each.stages.map((stage) => stage.name)];
    const kept = [1, ...each.stages.map((stage) => stage.scores['spearman-signed']?.mean ?? 0)];
    const values = new Float32Array(stages.length * count * pixels * channels);
    for (let stage = 0; stage < stages.length; stage++) {
      for (let image = 0; image < count; image++) {
        const picture = blob(size, image);
        for (let i = 0; i < pixels; i++) {
          const edge = (picture[i] ?? 0) - (picture[i - 1] ?? 0);
          const noise =
            (next() + next() + next() - 1.5) * 0.5 * (each.method.includes('integrated') ? picture[i] : 1);
          const value = edge * kept[stage] + noise * (1 - kept[stage]) + (stage === 0 ? noise * 0.15 : 0);
          for (let c = 0; c < channels; c++) {
            values[((stage * count + image) * pixels + i) * channels + c] = value / channels;
          }
        }
      }
    }
    const scores = Object.fromEntries(
      METRICS.map((metric) => [
        metric,
        stages.flatMap((_name, stage) =>
          Array.from({ length: count }, (_each, image) =>
            stage === 0 ? 1 : (each.stages[stage - 1].scores[metric]?.mean ?? 0) + 0.01 * image,
          ),
        ),
      ]),
    );
    return { method: each.method, order: each.order, stages, shape: [size, size, channels], values, scores };
  });
  return {
    inputs: { ids: report.inputs.map((input) => input.id), shape: [size, size, channels], values: inputs },
    checks,
  };
}
