import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { InputError } from '../../errors.ts';
import * as ort from '../onnx-runtime.ts';
import { type Absence, absenceOf, notBuilt, providerMissing } from './absence.ts';
import type { Device } from './device.ts';
import { tryDevice } from './trial.ts';

const PROVIDER_FILES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

const looked = new Map<Device, Promise<Absence | null>>();

/** Throws InputError where a device cannot be computed on, saying what is missing. Looked into once per process. */
export async function requireDevice(device: Device): Promise<void> {
  const absence = await missingFor(device);
  if (absence) throw new InputError({ thing: `device ${device}`, ...absence });
}

/** What is missing for a device; null where it is there and computes what the CPU computes. */
export function missingFor(device: Device): Promise<Absence | null> {
  const known = looked.get(device) ?? look(device);
  looked.set(device, known);
  return known;
}

async function look(device: Device): Promise<Absence | null> {
  if (device === 'cpu') return null;
  const machine = { platform: process.platform, arch: process.arch };
  if (!ort.listSupportedBackends().some(({ name }) => name === device)) return notBuilt(device, machine);
  const files = device === 'cuda' ? missingProviders(libraryFolder()) : [];
  if (files.length > 0) return providerMissing(files, machine);
  return absenceOf(device, await tryDevice(device), machine);
}

/** Where ONNX Runtime's binding lies and looks for the libraries of its providers. */
export function libraryFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return path.resolve(path.dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}

/** The provider files that a folder lacks, the first with its path. */
export function missingProviders(folder: string): string[] {
  return PROVIDER_FILES.filter((file) => !existsSync(path.join(folder, file))).map((file, i) =>
    i === 0 ? path.join(folder, file) : file,
  );
}
