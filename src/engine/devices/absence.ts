import type { InputErrorParts } from '../../errors.ts';
import type { Device } from './device.ts';
import type { Trial } from './trial.ts';

/** What is missing for a device, and what to do about it. */
export type Absence = Omit<InputErrorParts, 'thing'>;

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/** Results may differ from the CPU's by this much of the largest value, which two engines may differ by. */
const TOLERANCE = 1e-4;

const CPU = 'or use --device cpu';

/** Needed by the CUDA provider of ONNX Runtime 1.30, besides the driver. */
export const CUDA_LIBRARIES = 'CUDA 12 (cudart, cublas, cublasLt, cufft, curand) and cuDNN 9';

const DRIVERS: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'a GPU with a Vulkan driver',
  darwin: 'a GPU with Metal',
  win32: 'a GPU with Direct3D 12',
};

const expectedOf = (device: Device, { platform }: Machine): string =>
  device === 'webgpu'
    ? (DRIVERS[platform] ?? 'a GPU that WebGPU reaches')
    : 'an NVIDIA GPU, its driver and the libraries of CUDA';

/** ONNX Runtime was built without the device. */
export function notBuilt(device: Device, machine: Machine): Absence {
  return {
    expected: expectedOf(device, machine),
    found: `an onnxruntime-node for ${machine.platform} ${machine.arch} that is built without ${device}`,
    hint: `Use another machine, ${CPU}.`,
  };
}

/** ONNX Runtime loads CUDA from libraries of its own, which its npm package has no room for. */
export function providerMissing(files: readonly string[], machine: Machine): Absence {
  return {
    expected: expectedOf('cuda', machine),
    found: `no ${files.join(' and no ')}`,
    hint:
      "onnxruntime-node's own install step downloads it: `node node_modules/onnxruntime-node/script/install.js`. " +
      `It needs ${CUDA_LIBRARIES}. Install these too, ${CPU}.`,
  };
}

/** Why a trial failed; null where it went well. */
export function absenceOf(device: Device, trial: Trial, machine: Machine): Absence | null {
  if (trial.kind === 'computed' && trial.difference <= TOLERANCE) return null;
  const { found, hint } = reasonOf(device, trial, machine);
  return { expected: expectedOf(device, machine), found, hint: `${hint}, ${CPU}.` };
}

interface Reason {
  readonly found: string;
  readonly hint: string;
}

const VULKAN = 'Install the Vulkan driver of the GPU (vulkaninfo shows what is there)';
const CUDA = `Install the driver of the GPU, ${CUDA_LIBRARIES}, where the loader finds them (LD_LIBRARY_PATH)`;

const hintOf = (device: Device, { platform }: Machine): string => {
  if (device === 'cuda') return CUDA;
  return platform === 'linux' ? VULKAN : 'Update the system';
};

function reasonOf(device: Device, trial: Trial, machine: Machine): Reason {
  const install = hintOf(device, machine);
  if (trial.kind === 'computed') {
    const difference = trial.difference.toExponential(1);
    return {
      found: `one whose results on a small network differ from the CPU's by ${difference} of the largest value`,
      hint: "Update the GPU's driver",
    };
  }
  const { log } = trial;
  if (trial.kind === 'died') {
    const last = linesOf(log).at(-1);
    const found = `${trial.how} when a small network was tried${last ? ` (${last})` : ''}`;
    return { found, hint: "Update the GPU's driver" };
  }
  const library = /with error: (?:.*\/)?([\w.+-]+\.so[\w.]*): cannot open shared object file/.exec(log);
  if (library) return { found: `no ${library[1]}`, hint: install };
  const loader = /Couldn't load Vulkan: (.*)/.exec(log);
  if (loader)
    return { found: `no Vulkan loader (${loader[1]})`, hint: 'Install libvulkan1 and the driver of the GPU' };
  if (/Found no drivers|INCOMPATIBLE_DRIVER/.test(log)) return { found: 'no Vulkan driver', hint: install };
  if (/No supported adapters/.test(trial.message)) {
    const [refusal] = linesOf(log).filter((line) => line.startsWith('Warning: '));
    const why = refusal ? ` (${withoutStop(refusal.replace('Warning: ', ''))})` : '';
    return { found: `no GPU that can be used${why}`, hint: install };
  }
  return { found: plain(trial.message), hint: install };
}

const linesOf = (log: string): string[] => log.split('\n').flatMap((line) => line.trim() || []);

const withoutStop = (line: string): string => line.replace(/[.\s]+$/, '');

/** The first line of a message, without the place in ONNX Runtime's sources and what CUDA adds behind its own words. */
function plain(message: string): string {
  const [line] = message.split('\n');
  const own = line.replace(/^\/\S+\.cc:\d+ .*? (?=[A-Z]\w+ (?:to|failure|error))/, '');
  return withoutStop(own.replace(/ ; GPU=.*$/, ''));
}
