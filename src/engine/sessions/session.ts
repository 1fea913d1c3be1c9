import { type Device, providersOf } from '../devices/device.ts';
import { createOnDevice, type Session } from '../devices/placement.ts';
import * as ort from '../onnx-runtime.ts';

export interface SessionSettings {
  readonly threads: number;
  readonly device: Device;
  /** Called with operators that run on the CPU though another device is asked for. */
  readonly onCpu: (operators: readonly string[]) => void;
}

export interface PlacedSettings extends SessionSettings {
  /** Names of nodes that the device must not compute. */
  readonly leftToCpu: readonly string[];
}

/** A session of ONNX Runtime that computes a whole program, and keeps its memory for the next run. */
export function createRunSession(model: Uint8Array, settings: PlacedSettings): Promise<Session> {
  return create(model, optionsOf(settings), settings);
}

/** A session that is used once per weight set. Where the device can hold its results they stay there. */
export function createPrepareSession(model: Uint8Array, settings: PlacedSettings): Promise<Session> {
  const on = holdsWeights(settings.device) ? settings : { ...settings, device: 'cpu' as const };
  const options: ort.InferenceSession.SessionOptions = {
    ...optionsOf(on),
    // Without an arena of its own a session keeps no memory between binds, so it can live as long as the program.
    enableCpuMemArena: false,
    ...(on.device === 'cpu' ? {} : { preferredOutputLocation: 'gpu-buffer' }),
  };
  return create(model, options, on);
}

/** Whether weights can stay on the device between runs. ONNX Runtime's binding hands out memory of WebGPU, none of CUDA. */
export function holdsWeights(device: Device): boolean {
  return device === 'webgpu';
}

function create(
  model: Uint8Array,
  options: ort.InferenceSession.SessionOptions,
  { device, onCpu }: SessionSettings,
): Promise<Session> {
  return device === 'cpu'
    ? ort.InferenceSession.create(model, options)
    : createOnDevice(model, options, onCpu);
}

function optionsOf({ threads, device, leftToCpu }: PlacedSettings): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: providersOf(device, leftToCpu),
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // The pattern would reserve memory for all activations at once: twice the size, at the same speed.
    enableMemPattern: false,
    logSeverityLevel: 3,
    extra: {
      // It moves a Pad with zeros into the pool that follows, which pads with minus infinity or not at all.
      optimization: { disable_specified_optimizers: 'Pad_Fusion' },
      // Threads that wait for the next operator by spinning take the core from whatever else runs: the sessions of other methods, and the
      // comparisons of their maps. A whole run is slower with it by a fifth to a half, a gradient alone faster by a seventh.
      session: { intra_op: { allow_spinning: '0' } },
    },
  };
}
