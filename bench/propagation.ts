import { explainBatch } from '../src/attribution/explain-batch.ts';
import type { Batch, Method } from '../src/attribution/method.ts';
import { companionsOf, type Pass, passKey } from '../src/attribution/passes/pass.ts';
import { Programs } from '../src/attribution/passes/programs.ts';
import { WeightedModel } from '../src/attribution/passes/weighted-model.ts';
import { METHOD_SETS, METHODS } from '../src/attribution/registry.ts';
import { gradient as plain } from '../src/attribution/requests/gradient.ts';
import type { Request } from '../src/attribution/requests/request.ts';
import { createEngine } from '../src/engine/create.ts';
import type { Engine } from '../src/engine/engine.ts';
import { InputError } from '../src/errors.ts';
import type { Model } from '../src/model/model.ts';
import { seededNoise } from '../src/randomize/noise-source.ts';
import { CATALOGUE } from './networks/catalogue.ts';
import { modelOf } from './networks/model.ts';
import type { Network } from './networks/network.ts';
import { sizeOf, uniform } from './networks/random.ts';
import type { BenchOptions } from './options.ts';
import { pairs } from './pairs.ts';
import { peerNotes, type RulePeers, rulePeers, ruleTimes } from './rule-peers.ts';
import type { Table } from './table.ts';
import { workOf } from './work.ts';

/** What is measured where no network is named, and for a look. */
const NETWORKS = ['vgg16', 'resnet50', 'mobilenetv2', 'vit-s16'];
const QUICK = ['mobilenetv2'];

/** Samples that patterns are estimated from: their time and memory are in proportion. */
const SETTINGS = { samples: 3 };

interface Rule {
  readonly method: Method;
  readonly pass: Pass;
}

/** Methods whose map is one pass under rules of their own; of several with the same rules the first. */
function rulesOf(model: Model): Rule[] {
  const seen = new Set([passKey(plain().pass)]);
  return METHODS.filter(({ name }) => METHOD_SETS.propagation.includes(name)).flatMap(({ name, create }) => {
    const method = create(name.startsWith('pattern') ? SETTINGS : {});
    const [{ pass }] = method.requests(model);
    const key = passKey(pass);
    if (pass.kind !== 'gradient' || seen.has(key)) return [];
    seen.add(key);
    return { method, pass };
  });
}

/** One image in [0, 1), a few others to compare it with, and black. */
function imageFor({ inputShape: shape }: Model): Batch {
  const size = sizeOf(shape);
  const values = (seed: number, count: number) => uniform(count * size, seed).map((v) => (v + 1) / 2);
  const range = { low: shape.slice(-1).map(() => 0), high: shape.slice(-1).map(() => 1) };
  const background = { count: SETTINGS.samples, values: values(7, SETTINGS.samples) };
  return { count: 1, shape, values: values(99, 1), baseline: new Float32Array(size), background, range };
}

/** Products over those of the gradient. Samples stand behind the inputs of a batch: a program of the bench has none. */
function workBeside(network: Network, pass: Pass, plainWork: number): string {
  if (pass.kind !== 'gradient' || pass.composite.samples) return '-';
  return (workOf(network, pass.composite).products / plainWork).toFixed(2);
}

/** What a map sums to over what it should sum to, in percent; `-` where it should sum to nothing. */
async function shareOf(method: Method, map: Float32Array, logit: number, black: number): Promise<string> {
  const starts = { logit, 'positive-logit': Math.max(logit, 0), one: 1 };
  const start = method.complete ? logit - black : method.conserves && starts[method.conserves];
  if (start === null) return '-';
  return `${((100 * map.reduce((a, b) => a + b, 0)) / start).toPrecision(4)} %`;
}

async function rowsOf(key: string, engine: Engine, peers: RulePeers, quick: boolean): Promise<string[][]> {
  const model = modelOf(CATALOGUE[key]());
  const inputs = imageFor(model);
  const noise = seededNoise(1, ['image']);
  const programs = new Programs(engine, model, 1);
  const bare = new WeightedModel(programs, model.trained);
  const logits = await bare.logits(inputs.values);
  const target = logits.indexOf(Math.max(...logits));
  const black = (await bare.logits(inputs.baseline))[target];
  const question = { inputs, targets: Int32Array.of(target), noise };
  const theirs = await ruleTimes(peers, key);
  const network = CATALOGUE[key]();
  const plainWork = workOf(network).products;
  const rows: string[][] = [];
  for (const { method, pass } of rulesOf(model)) {
    const own = new Programs(engine, model, 1);
    const ruled = new WeightedModel(own, model.trained);
    try {
      // Asked of the methods themselves: what is timed is what a run waits for.
      const [request] = method.requests(model) as Request[];
      const measured = await pairs(
        () => bare.answer(plain(), question),
        () => ruled.answer(request, question),
        { minimum: quick ? 1 : 5, budget: quick ? 0 : 3000 },
      );
      const [map] = await explainBatch([method], ruled, inputs, question.targets, noise);
      rows.push([
        ...[model.source, method.name, measured.first.toFixed(0), measured.second.toFixed(0)],
        ...[measured.ratio.toFixed(2), measured.work.toFixed(2), workBeside(network, pass, plainWork)],
        `${1 + (companionsOf(pass, 1)?.rows ?? 0)}`,
        await shareOf(method, map.values, logits[target], black),
        theirs(method.name),
      ]);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      rows.push([model.source, method.name, '-', '-', '-', '-', '-', '-', error.parts.found, '-']);
    } finally {
      await ruled.release();
      await own.dispose();
    }
  }
  await bare.release();
  await programs.dispose();
  return rows;
}

/**
 * One pass under the rules of every method that has some, beside that of the plain gradient, in pairs, on one image: which
 * networks it takes, how long, and what its map sums to. Beside them Captum and zennit, where PyTorch has them.
 */
export async function run(options: BenchOptions): Promise<Table> {
  const { quick, networks, threads } = options;
  const notes = new Set<string>();
  const notify = ({ message }: { readonly message: string }) => void notes.add(message);
  const peers = await rulePeers(options);
  const rows: string[][] = [];
  for (const key of networks.length > 0 ? networks : quick ? QUICK : NETWORKS) {
    // An engine of its own for each, which takes its memory along.
    const engine = await createEngine({ engine: 'compiled', backend: 'auto', threads, notify });
    rows.push(...(await rowsOf(key, engine, peers, quick)));
    await engine.dispose();
  }
  return {
    title: `Propagation rules beside the gradient, one image, ${threads} threads`,
    columns: [
      'network',
      'method',
      'gradient ms',
      'rule ms',
      'ratio',
      'processors',
      'products',
      'images',
      'sums to',
      'peer',
    ],
    rows,
    notes: [
      'Ratio: median over pairs of runs; processors: the same of the time that they worked; products: those that convolutions and matrices sum. Images: how many go through the network at once, references and samples included.',
      'Sums to: the share of what relevance starts from, or of the change of the logit from black. Weights are random: what biases and',
      `stabilisers take there is not what they take in a trained network. Patterns of ${SETTINGS.samples} samples. Goal: a ratio of at most 3 on VGG16 and`,
      'ResNet50. A network that is refused has the operation in place of the sum.',
      ...peerNotes(peers),
      ...notes,
    ],
  };
}
