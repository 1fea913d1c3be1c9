import { explainBatch } from '../src/attribution/explain-batch.ts';
import type { Batch } from '../src/attribution/method.ts';
import { Programs } from '../src/attribution/passes/programs.ts';
import { WeightedModel } from '../src/attribution/passes/weighted-model.ts';
import { METHODS } from '../src/attribution/registry.ts';
import { logits } from '../src/attribution/requests/logits.ts';
import type { Condition } from '../src/checks/check.ts';
import { faithfulness, forwardsOf } from '../src/checks/faithfulness.ts';
import { DEFAULTS } from '../src/config/defaults.ts';
import type { Engine } from '../src/engine/engine.ts';
import { VariantLab } from '../src/harness/measure/variant-lab.ts';
import type { Subject } from '../src/harness/prepare/subject.ts';
import type { Plan } from '../src/plan/plan.ts';
import { seededNoise } from '../src/randomize/noise-source.ts';
import { CATALOGUE } from './networks/catalogue.ts';
import { modelOf } from './networks/model.ts';
import { sizeOf, uniform } from './networks/random.ts';
import type { BenchOptions } from './options.ts';
import { engineOf } from './peers.ts';
import type { Table } from './table.ts';
import { processorTime, type Timed, timed } from './timed-engine.ts';

/** Inputs in a pass, as a run chooses them for this network. */
const BATCH = 3;
const OCCLUSION = { patch: 28, stride: 14 };
/** Methods whose maps are judged; the last of them has the map of another. */
const JUDGED = 10;
/** Inputs that are judged, and with --slow: minutes, and most of an hour. */
const [INPUTS, SLOW_INPUTS] = [8, 32];

interface Setup {
  readonly subject: Subject;
  readonly timed: Timed;
  dispose(): Promise<void>;
}

/** MobileNetV2 with random weights, ready to be asked. */
async function setUp(engine: Engine, count: number): Promise<Setup> {
  const model = modelOf(CATALOGUE.mobilenetv2());
  const watched = timed(engine);
  const programs = new Programs(watched.engine, model, BATCH);
  const size = sizeOf(model.inputShape);
  const values = uniform(count * size, 5).map((v) => (v + 1) / 2);
  const batch: Batch = { count, shape: model.inputShape, values, baseline: new Float32Array(size) };
  const weighted = new WeightedModel(programs, model.trained);
  const found = await weighted.logits(values);
  await weighted.release();
  const targets = Int32Array.from({ length: count }, (_, i) => {
    const own = found.subarray(i * model.classes, (i + 1) * model.classes);
    return own.indexOf(Math.max(...own));
  });
  const ids = Array.from({ length: count }, (_, i) => `image ${i}`);
  const trained = { logits: found, targets };
  const parts = {
    model,
    batch,
    engine: watched.engine,
    trained,
    programs,
    regions: null,
    inputs: { sha256: ids },
  };
  return { subject: parts as unknown as Subject, timed: watched, dispose: () => programs.dispose() };
}

interface Measured {
  readonly inputs: number;
  readonly asked: number;
  readonly made: number;
  readonly seconds: number;
  readonly inside: number;
  /** Seconds of all processors. */
  readonly processor: number;
  readonly processorInside: number;
}

/** One run of a step: its own time, and that of the passes in it. */
async function during({ timed: { spent } }: Setup, step: () => Promise<void>) {
  const before = { ...spent };
  const start = performance.now();
  const processor = processorTime();
  await step();
  return {
    seconds: (performance.now() - start) / 1000,
    inside: (spent.milliseconds - before.milliseconds) / 1000,
    processor: (processorTime() - processor) / 1000,
    processorInside: (spent.processor - before.processor) / 1000,
    passes: spent.passes - before.passes,
  };
}

async function occlusionOf(engine: Engine, inputs: number): Promise<Measured> {
  const setup = await setUp(engine, inputs);
  const { subject } = setup;
  const { batch, trained, programs, model } = subject;
  const method = METHODS.find(({ name }) => name === 'occlusion')!.create(OCCLUSION);
  const weighted = new WeightedModel(programs, model.trained);
  const noise = seededNoise(1, subject.inputs.sha256);
  const question = { inputs: batch, targets: trained.targets, noise };
  await weighted.answer(logits, question);
  const asked = inputs * method.requests(model).reduce((sum, { points }) => sum + points, 0);
  const found = await during(setup, async () => {
    await explainBatch([method], weighted, batch, trained.targets, noise);
  });
  await weighted.release();
  await setup.dispose();
  return { inputs, asked, made: asked, ...found };
}

/** Maps of as coarse a grain as those of methods, one the same as another. */
function mapsOf(method: number, { batch: { count, shape } }: Subject) {
  const [height, width] = shape;
  const grain = 8;
  const cells = uniform(count * (height / grain) * (width / grain), 40 + (method % (JUDGED - 1)));
  const values = Float32Array.from({ length: count * height * width }, (_, at) => {
    const [image, row, column] = [
      Math.floor(at / (height * width)),
      Math.floor(at / width) % height,
      at % width,
    ];
    const cell =
      ((image * height + row - (row % grain)) * (width / grain)) / grain + Math.floor(column / grain);
    return cells[cell] + 1e-3 * ((at * 0.618) % 1);
  });
  return { count, shape: [height, width], values };
}

async function faithfulnessOf(engine: Engine, inputs: number, methods: number): Promise<Measured> {
  const setup = await setUp(engine, inputs);
  const { subject } = setup;
  const lab = new VariantLab(subject, { ...DEFAULTS, seed: 1 } as unknown as Plan, null);
  const own = faithfulness.own!;
  const conditions: readonly Condition[] = faithfulness.conditions({ spatial: true } as never);
  await lab.logits(subject.batch.values);
  const judged = Array.from({ length: methods }, (_, method) => mapsOf(method + JUDGED - methods, subject));
  let asked = 0;
  const found = await during(setup, async () => {
    for (const condition of conditions) {
      for (const [method, maps] of judged.entries()) {
        const at = { ranks: 'signed', reference: maps, changed: maps, condition, draw: 0, first: 0 } as const;
        await own.of({ ...at, method: `method ${method}`, lab });
        asked += inputs * own.forwards!(condition);
      }
    }
  });
  const { made } = forwardsOf(lab);
  await lab.dispose();
  await setup.dispose();
  return { inputs, asked, made, ...found };
}

function row(name: string, measured: Measured, goal: number): string[] {
  const { inputs, asked, made, seconds, inside, processor, processorInside } = measured;
  return [
    ...[name, `${inputs}`, `${asked}`, `${made}`],
    ...[seconds.toFixed(1), inside.toFixed(1), (seconds / inside).toFixed(3)],
    ...[
      processor.toFixed(1),
      processorInside.toFixed(1),
      (processor / processorInside).toFixed(3),
      `${goal}`,
    ],
  ];
}

/** What methods and checks that ask a network very often take, beside what their forward passes take by themselves. */
export async function run({ quick, slow, threads }: BenchOptions): Promise<Table> {
  const engine = await engineOf(threads);
  const rows = [
    row('occlusion, 28x28, stride 14', await occlusionOf(engine, quick ? 1 : 4), 1.3),
    row(
      `faithfulness, ${quick ? 2 : JUDGED} methods`,
      await faithfulnessOf(engine, quick ? 1 : slow ? SLOW_INPUTS : INPUTS, quick ? 2 : JUDGED),
      1.2,
    ),
  ];
  await engine.dispose();
  return {
    title: `Methods and checks beside their forward passes, MobileNetV2 at 224x224, ${threads} threads`,
    columns: [
      ...['what', 'inputs', 'asked for', 'made', 'seconds', 'of it in passes', 'ratio'],
      ...['processor seconds', 'of them in passes', 'ratio of them', 'goal'],
    ],
    rows,
    notes: [
      'Passes: what the engine takes from its inputs to its results, in the same run. All else is made around it: masks, fillings, ranks,',
      'random maps, copies into batches, curves. Equal masks of an input are passed once: asked for and made differ by them.',
    ],
  };
}
