import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { blockSize } from '../src/engine/blocked-probe.ts';
import type { Measurement } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { peerByName } from './peers.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const command = promisify(execFile);

/** What the gradient of a full-size network is measured on, in a process of its own. */
export interface Contestant {
  readonly name: string;
  /** Why it cannot run here, or null. */
  readonly missing: string | null;
  applies(network: string, batch: number): boolean;
  measure(network: string, batch: number): Promise<Measurement>;
}

async function measured(file: string, args: readonly string[]): Promise<Measurement> {
  const { stdout } = await command(file, args, { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

/** The compiled engine first, as a run uses it here or on the device that is named, then what it is compared with. */
export function contestants({ threads, quick, slow, python, device }: BenchOptions): Promise<Contestant[]> {
  const seconds = quick ? '0' : '3';
  const always = () => true;
  const node = (peer: string) => {
    return (network: string, batch: number) =>
      measured(process.execPath, [
        ...['--import', 'jiti/register', here('measure.ts'), '--peer', peer, '--network', network],
        ...['--batch', `${batch}`, '--threads', `${threads}`, '--seconds', seconds],
      ]);
  };
  const gpu = (peer: string) =>
    missingPeer(peer, threads).then((missing) => ({
      name: peer,
      missing,
      applies: always,
      measure: node(peer),
    }));
  return Promise.all([
    ...(device === null ? [] : [gpu(device)]),
    blockSize().then((block) => ({
      name: 'blocked',
      missing: block === null ? 'the probe finds no blocked convolutions on this processor' : null,
      applies: always,
      measure: node('compiled'),
    })),
    { name: 'public', missing: null, applies: always, measure: node('public') },
    { name: 'tfjs-node', missing: missingPackage(), applies: always, measure: node('tfjs-node') },
    missingTorch(python).then((missing) => ({
      name: 'PyTorch',
      missing,
      applies: always,
      measure: (network: string, batch: number) =>
        torchGradient(python, network, batch, threads, Number(seconds)),
    })),
    {
      name: 'tfjs wasm',
      missing: slow ? null : 'it takes seconds per image; --slow measures it once, on VGG16',
      applies: (network: string, batch: number) => network === 'vgg16' && batch === 1,
      measure: node('wasm'),
    },
  ]);
}

/** The gradient of a network of torch_gradient.py, in a process of its own. */
export function torchGradient(
  python: string,
  network: string,
  batch: number,
  threads: number,
  seconds: number,
): Promise<Measurement> {
  return measured(python, [here('torch_gradient.py'), network, `${batch}`, `${threads}`, `${seconds}`]);
}

async function missingPeer(name: string, threads: number): Promise<string | null> {
  const found = await peerByName(name, threads);
  return 'missing' in found ? found.missing : null;
}

function missingPackage(): string | null {
  try {
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-node');
    return null;
  } catch {
    return 'the package @tensorflow/tfjs-node is not installed';
  }
}

/** Why PyTorch cannot be measured with a Python, or null. */
export async function missingTorch(python: string): Promise<string | null> {
  try {
    await command(python, ['-c', 'import torch']);
    return null;
  } catch {
    return `${python} cannot import torch; --python or PYTHON names another`;
  }
}
