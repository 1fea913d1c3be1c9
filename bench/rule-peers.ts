import { execFile } from 'node:child_process';
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
interface Found {
  readonly tool: string;
  readonly rule?: number;
  readonly gradient?: number;
  readonly error?: string;
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

/** What the peers take on a network, in a process of their own: a cell for a method. */
export async function ruleTimes(
  { missing, absent, options: { python, threads, quick } }: RulePeers,
  network: string,
): Promise<(method: string) => string> {
  if (missing || Object.keys(absent).length === 2) return () => 'not installed';
  const seconds = quick ? '0' : '3';
  const found = await answer<Record<string, Found>>(python, [network, `${threads}`, seconds]);
  return (method) => {
    const one = found[method];
    if (!one) return '-';
    if (one.tool in absent) return `${one.tool}: not installed`;
    if (one.error) return `${one.tool}: ${one.error}`;
    return `${one.tool} ${one.rule!.toFixed(0)} (${(one.rule! / one.gradient!).toFixed(2)})`;
  };
}

export const peerNotes = ({ missing, absent }: RulePeers): string[] => [
  'Peer: ms of the same rule in PyTorch, in brackets over the gradient of PyTorch, in turns in a process of its own.',
  ...(missing ? [`Captum and zennit were left out: ${missing}.`] : []),
  ...Object.entries(absent).map(([tool, why]) => `${tool} was left out: ${why}.`),
];
