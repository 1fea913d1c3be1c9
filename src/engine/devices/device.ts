import type { InferenceSession } from 'onnxruntime-node';

export const DEVICES = ['cpu', 'webgpu', 'cuda'] as const;

/** What the compiled engine computes on. `webgpu` is a GPU through Vulkan, Metal or Direct3D, `cuda` one of NVIDIA. */
export type Device = (typeof DEVICES)[number];

type Providers = InferenceSession.ExecutionProviderConfig[];

/**
 * The device as ONNX Runtime names it, and nodes that it must leave to the CPU. What it has no kernel for, ONNX Runtime gives
 * to the CPU, which is there unasked; named here, it could no longer be told whether that happened.
 */
export function providersOf(device: Device, leftToCpu: readonly string[] = []): Providers {
  if (device !== 'webgpu') return [device];
  // In NHWC, which is its default, a convolution of 6, 9, 15 ... channels to a multiple of 4 is wrong (ONNX Runtime 1.30).
  const webgpu = { name: 'webgpu', preferredLayout: 'NCHW' } as const;
  // An empty list is refused.
  return leftToCpu.length > 0 ? [{ ...webgpu, forceCpuNodeNames: leftToCpu }] : [webgpu];
}

/**
 * Has NVIDIA's libraries multiply in float32. By default they round factors to the 10 bits of TF32, which moves maps by about
 * 1e-3 of their largest value. They read it once, when they are loaded.
 */
export function multiplyInFloat32(): void {
  process.env.NVIDIA_TF32_OVERRIDE ??= '0';
}
