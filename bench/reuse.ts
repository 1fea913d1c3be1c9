import type { Config } from '../src/config/config.ts';
import { memoryJournal } from '../src/harness/measure/journal.ts';
import { planRun } from '../src/harness/prepare/plan-run.ts';
import { openSubject } from '../src/harness/prepare/subject.ts';
import { meterOf, type RunResult, run as runPlan } from '../src/harness/run.ts';
import type { Table } from './table.ts';

const THREADS = 2;
const DIGITS = { model: 'fixtures/digits/cnn', inputs: 'fixtures/digits/test' };
const SHAPES = { model: 'fixtures/shapes/network', inputs: 'fixtures/shapes/test' };
const PAPER = 'gradient,smoothgrad,integrated-gradients,guided-backprop,grad-cam';
interface Case {
  readonly model: string;
  readonly inputs: string;
  readonly methods: string;
  readonly orders: readonly string[];
  /** Whether it is run for a look, too. */
  readonly quick?: boolean;
}
const CASES: readonly Case[] = [
  { ...DIGITS, methods: 'gradient,grad-cam', orders: ['cascade'], quick: true },
  { ...DIGITS, methods: PAPER, orders: ['cascade'], quick: true },
  { ...DIGITS, methods: PAPER, orders: ['cascade', 'bottom-up', 'independent'] },
  { ...SHAPES, methods: 'gradient,smoothgrad,grad-cam', orders: ['cascade'] },
];

interface Measured {
  readonly result: RunResult;
  readonly stages: number;
  readonly layers: number;
  /** Layers that inputs went through, forwards and backwards. */
  readonly evaluations: number;
  readonly seconds: number;
}

async function measure(config: Config): Promise<Measured> {
  const started = performance.now();
  const subject = await openSubject(config, { cwd: process.cwd() });
  try {
    const plan = planRun(config, subject);
    const journal = memoryJournal();
    const meter = meterOf(subject, plan, journal);
    const opened = subject.programs.layerEvaluations;
    const commands = { run: 'bench reuse', checks: [] };
    const result = await runPlan({ subject, plan, journal, meter, commands, startedAt: new Date() });
    return {
      result,
      stages: result.lines.filter((line) => line.kind === 'change').length,
      layers: subject.model.layers.length,
      evaluations: subject.programs.layerEvaluations - opened,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await subject.dispose();
  }
}

/** Largest difference between the scores of two runs of one plan. */
function difference(a: RunResult, b: RunResult): number {
  const [left, right] = [a, b].map(({ lines }) =>
    lines.flatMap((line) => (line.kind === 'measurement' ? Object.values(line.scores).flat() : [])),
  );
  let worst = 0;
  for (const [i, value] of left.entries()) {
    if ((value === null) !== (right[i] === null)) return Number.NaN;
    worst = Math.max(worst, Math.abs((value ?? 0) - (right[i] ?? 0)));
  }
  return worst;
}

/**
 * Layer evaluations of a run with and without reuse. Without it every one of the stages and both explanations of the
 * trained model are full passes: L + 2 for one order over L layers and one draw.
 */
export async function run({ quick }: { quick: boolean }): Promise<Table> {
  const [draws, limit] = quick ? [2, 4] : [3, 16];
  const rows: string[][] = [];
  for (const { model, inputs, methods, orders } of CASES.filter((one) => one.quick || !quick)) {
    const config = { model, inputs, methods, orders, draws, limit };
    const full = await measure({ ...config, threads: THREADS, reuse: false });
    const shared = await measure({ ...config, threads: THREADS, reuse: true });
    // In units of one full pass, so that sums stand beside L + 2.
    const pass = full.evaluations / (full.stages + 2);
    rows.push([
      model.split('/').slice(-2).join(' '),
      methods,
      orders.join(', '),
      `${full.layers}`,
      `${full.stages + 2}`,
      (shared.evaluations / pass).toFixed(1),
      `${(100 * (1 - shared.evaluations / full.evaluations)).toFixed(1)} %`,
      full.seconds.toFixed(1),
      shared.seconds.toFixed(1),
      difference(full.result, shared.result).toExponential(0),
    ]);
  }
  return {
    title: `Reuse across stages: ${limit} inputs, ${draws} draws, ${THREADS} threads`,
    columns: [
      ...[
        'network',
        'methods',
        'orders',
        'layers',
        'full passes',
        'passes with reuse',
        'layer evaluations saved',
      ],
      ...['seconds without', 'seconds with', 'largest difference'],
    ],
    rows,
    notes: [
      'Full passes: stages x draws + 2 for the trained model. A pass is all requests of all methods on all inputs, counted in layers, there and back.',
      'Shared: what lies below the random layers, as far as 256 MB hold it and it is worth its programs; models that several orders have; trained maps of deterministic methods; logits of passes that run anyway; noise.',
      'The way back starts at the logits and is never shared: of a cascade over L layers, at most (L - 1) / 4 L.',
    ],
  };
}
