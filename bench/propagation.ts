import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createEngine } from '../src/engine/create.ts';
import { CATALOGUE } from './networks/catalogue.ts';
import { modelOf } from './networks/model.ts';
import type { BenchOptions } from './options.ts';
import { type Beside, besidePeers } from './propagation/beside-peers.ts';
import { type Measured, measuredRules, type Refused, SAMPLES } from './propagation/measured.ts';
import { partsOf, writePage } from './propagation/page.ts';
import { peerNotes, type RulePeers, rulePeers, withPeerNetwork } from './rule-peers.ts';
import type { Table } from './table.ts';

/** What is measured where no network is named, and for a look. */
const NETWORKS = ['vgg16', 'resnet50', 'mobilenetv2', 'vit-s16'];
const QUICK = ['mobilenetv2'];

/** What was found on one network. */
export interface NetworkRules {
  readonly network: string;
  readonly rules: readonly (Measured | Refused)[];
  /** Empty where there is no peer. */
  readonly beside: readonly Beside[];
}

async function rulesOn(key: string, peers: RulePeers, { quick, threads }: BenchOptions, notes: Set<string>) {
  // An engine of its own for each, which takes its memory along.
  const notify = ({ message }: { readonly message: string }) => void notes.add(message);
  const engine = await createEngine({ engine: 'compiled', backend: 'auto', threads, notify });
  try {
    const network = CATALOGUE[key]();
    const effort = { minimum: quick ? 1 : 3, budget: quick ? 0 : 1000 };
    const rules = await measuredRules(modelOf(network), network, engine, effort);
    const beside = await withPeerNetwork(peers, key, (found) => besidePeers(found, engine));
    return { network: network.name, rules, beside: beside ?? [] };
  } finally {
    await engine.dispose();
  }
}

const FOLDER = path.join('reports', 'bench', 'propagation');

async function storeRules(key: string, found: NetworkRules): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(path.join(FOLDER, `${key}.json`), JSON.stringify(found, null, 2));
}

/** What an earlier run found on a network; null where there was none. */
async function storedRules(key: string): Promise<NetworkRules | null> {
  const text = await readFile(path.join(FOLDER, `${key}.json`), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as NetworkRules);
}

const percent = (share: number | null): string =>
  share === null ? '-' : `${(100 * share).toPrecision(4)} %`;

function cells({ network, beside }: NetworkRules, rule: Measured | Refused): string[] {
  if ('refused' in rule) return [network, rule.method, ...Array<string>(7).fill('-'), rule.refused, '-', '-'];
  const { method, gradient, rule: ms, ratio, work, products, inputs, estimate, share } = rule;
  const peer = beside.find((each) => each.method === method);
  return [
    ...[network, method, gradient.toFixed(0), ms.toFixed(0), ratio.toFixed(2), work.toFixed(2)],
    ...[products.toFixed(2), `${inputs}`],
    estimate ? `${estimate.ms.toFixed(0)} (${estimate.gradients.toFixed(1)})` : '-',
    percent(share),
    ...peerCells(peer),
  ];
}

function peerCells(peer: Beside | undefined): string[] {
  if (!peer) return ['-', '-'];
  const { tool, error, rule, work, ours, apart } = peer;
  if (error || ours === null) return [`${tool}: ${error ?? 'refused here'}`, '-'];
  return [
    `${tool} ${rule!.toFixed(0)} (${work!.toFixed(2)})`,
    `${ours.toExponential(1)} (${apart!.toExponential(1)})`,
  ];
}

/**
 * One pass under the rules of every method that has some, beside that of the plain gradient, in pairs, on one image: which
 * networks it takes, how long, and what its map sums to. Beside them Captum and zennit, where PyTorch has them.
 */
export async function run(options: BenchOptions): Promise<Table> {
  const { quick, networks, threads, write, stored } = options;
  const notes = new Set<string>();
  const peers = await rulePeers(options);
  const found: NetworkRules[] = [];
  for (const key of networks.length > 0 ? networks : quick ? QUICK : NETWORKS) {
    const known = stored ? await storedRules(key) : null;
    const made = known ?? (await rulesOn(key, peers, options, notes));
    if (!known && !quick) await storeRules(key, made);
    found.push(made);
  }
  if (write) await writePage(partsOf(found, threads));
  return {
    title: `Propagation rules beside the gradient, one image, ${threads} threads`,
    columns: [
      ...['network', 'method', 'gradient ms', 'rule ms', 'ratio', 'processors', 'products', 'images'],
      ...['estimate ms', 'sums to', 'peer', 'apart'],
    ],
    rows: found.flatMap((each) => each.rules.map((rule) => cells(each, rule))),
    data: found,
    notes: [
      'Ratio: median over pairs of runs; processors: the same of the time that they worked; products: those that convolutions and matrices sum.',
      `Images: how many go through the network at once, references included. Estimate: patterns of ${SAMPLES} samples, once for a set of weights,`,
      'in brackets over the gradient. Sums to: the share of what relevance starts from, or of the change of the logit from black. Weights are random: what biases and',
      'stabilisers take there is not what they take in a trained network. Goal: a ratio of at most 3 on VGG16 and ResNet50. A network that is refused has the operation in place of the sum.',
      'Peer: ms of the same rule in PyTorch, in brackets the time of processors over that of the gradient of PyTorch, in turns in a process of its own.',
      'Apart: relative length of the difference of our map to that of the peer in float64, both of the network that the peer wrote as ONNX; in brackets that of the peer in float32.',
      ...peerNotes(peers),
      ...notes,
    ],
  };
}
