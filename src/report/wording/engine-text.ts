import type { Report } from '../../results/report.ts';
import { oneLine } from './text-layout.ts';

/** What computed the maps: `onnxruntime`, or with its device where that is not the CPU, `onnxruntime on webgpu`. */
export function computedBy({ backend, device }: Report['engine']): string {
  return `${oneLine(backend)}${onDevice(device)}`;
}

/** The engine and where it ran, for one line: `compiled`, `compiled on webgpu`. */
export function engineName({ name, device }: Report['engine']): string {
  return `${oneLine(name)}${onDevice(device)}`;
}

// A file from elsewhere may hold any text.
const onDevice = (device: string | undefined): string =>
  device === undefined || device === 'cpu' ? '' : ` on ${oneLine(device)}`;
