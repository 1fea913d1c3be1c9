import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { missingTorch } from './contestants.ts';
import type { BenchOptions } from './options.ts';

const command = promisify(execFile);

/** What PyTorch has for rules on the way back. */
export interface RulePeers {
  readonly options: BenchOptions;
  /** Why there is nothing to measure, or null. */
  readonly missing: string | null;
  /** Why a package cannot be used, by its name; what is there is not named. */
  readonly absent: Readonly<Record<string, string>>;
}

/** A rule and the plain gradient of the same network, in turns, in ms, or why it could not run. */
export interface RulePeer {
  readonly tool: string;
  readonly rule?: number;
  readonly gradient?: number;
  /** Their ratio by the time of processors. */
  readonly work?: number;
  /** Of its map in float32 from that in float64, as a relative length. */
  readonly apart?: number;
  readonly error?: string;
}

/** What the peers make of a network of theirs with random weights. */
export interface PeerNetwork {
  readonly target: number;
  readonly size: number;
  readonly rules: Readonly<Record<string, RulePeer>>;
  /** The network as an ONNX file. */
  readonly file: string;
  /** The input [3, H, W]. */
  readonly x: Float32Array;
  /** Their maps [3, H, W], by the name of the method. */
  readonly maps: ReadonlyMap<string, Float32Array>;
}

const script = fileURLToPath(new URL('torch_propagation.py', import.meta.url));

async function answer<T>(python: string, args: readonly string[]): Promise<T> {
  const { stdout } = await command(python, [script, ...args], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

/** Finds Captum and zennit in the Python that PyTorch is looked for in. */
export async function rulePeers(options: BenchOptions): Promise<RulePeers> {
  const missing = await missingTorch(options.python);
  const absent = missing ? {} : await answer<Record<string, string>>(options.python, ['--absent']);
  return { options, missing, absent };
}

/** Hands on what the peers make of a network, in a process of their own; null where there are none. */
export async function withPeerNetwork<T>(
  { missing, absent, options: { python, threads, quick } }: RulePeers,
  network: string,
  use: (found: PeerNetwork) => Promise<T>,
): Promise<T | null> {
  if (missing || Object.keys(absent).length === 2) return null;
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-rules-'));
  try {
    const args = [network, `${threads}`, quick ? '0' : '1', folder];
    const found = await answer<Pick<PeerNetwork, 'target' | 'size' | 'rules'>>(python, args);
    const maps = new Map<string, Float32Array>();
    for (const [method, { error }] of Object.entries(found.rules)) {
      if (!error) maps.set(method, await numbersIn(folder, method));
    }
    return await use({
      ...found,
      file: path.join(folder, 'model.onnx'),
      x: await numbersIn(folder, 'x'),
      maps,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function numbersIn(folder: string, name: string): Promise<Float32Array> {
  const { buffer, byteOffset, byteLength } = await readFile(path.join(folder, `${name}.bin`));
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

export const peerNotes = ({ missing, absent }: RulePeers): string[] => [
  ...(missing ? [`Captum and zennit were left out: ${missing}.`] : []),
  ...Object.entries(absent).map(([tool, why]) => `${tool} was left out: ${why}.`),
];
