import { describe, expect, test } from 'vitest';
import { type Absence, absenceOf, notBuilt, providerMissing } from '../../../src/engine/devices/absence.ts';
import { InputError } from '../../../src/errors.ts';

const LINUX = { platform: 'linux', arch: 'x64' } as const;
const sentence = (device: string, absence: Absence | null) =>
  absence && new InputError({ thing: `device ${device}`, ...absence }).message;
const refused = (message: string, log = '') => ({ kind: 'refused', message, log }) as const;
const NO_ADAPTER =
  '/src/webgpu_context.cc:136 Initialize(const Config&)::<lambda()> adapter_result.status == Success was false. ' +
  'Failed to get a WebGPU adapter: No supported adapters\n';

describe('webgpu', () => {
  const webgpu = (trial: Parameters<typeof absenceOf>[1], machine: Parameters<typeof absenceOf>[2] = LINUX) =>
    sentence('webgpu', absenceOf('webgpu', trial, machine));

  test('results like those of the CPU are all that is needed', () => {
    expect(webgpu({ kind: 'computed', difference: 9e-5 })).toBeNull();
  });

  test('other results', () => {
    expect(webgpu({ kind: 'computed', difference: 1.1e-3 })).toMatchInlineSnapshot(
      `"device webgpu: expected a GPU with a Vulkan driver, found one whose results on a small network differ from the CPU's by 1.1e-3 of the largest value. Update the GPU's driver, or use --device cpu."`,
    );
    expect(webgpu({ kind: 'computed', difference: Number.NaN })).toContain('differ');
  });

  test('no loader, no driver, no adapter that is good enough', () => {
    const loader = "Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file\n";
    expect(webgpu(refused(NO_ADAPTER, loader))).toMatchInlineSnapshot(
      `"device webgpu: expected a GPU with a Vulkan driver, found no Vulkan loader (libvulkan.so.1: cannot open shared object file). Install libvulkan1 and the driver of the GPU, or use --device cpu."`,
    );
    const driver = 'Warning: vkCreateInstance: Found no drivers!\n';
    expect(webgpu(refused(NO_ADAPTER, driver))).toMatchInlineSnapshot(
      `"device webgpu: expected a GPU with a Vulkan driver, found no Vulkan driver. Install the Vulkan driver of the GPU (vulkaninfo shows what is there), or use --device cpu."`,
    );
    const adapter =
      'error: of something else\nWarning: Vulkan dynamic indexing required.\n - While looking\n';
    expect(webgpu(refused(NO_ADAPTER, adapter))).toMatchInlineSnapshot(
      `"device webgpu: expected a GPU with a Vulkan driver, found no GPU that can be used (Vulkan dynamic indexing required). Install the Vulkan driver of the GPU (vulkaninfo shows what is there), or use --device cpu."`,
    );
    expect(webgpu(refused(NO_ADAPTER), { platform: 'darwin', arch: 'arm64' })).toMatchInlineSnapshot(
      `"device webgpu: expected a GPU with Metal, found no GPU that can be used. Update the system, or use --device cpu."`,
    );
  });

  test('a driver that ends the process', () => {
    const how = 'the end of its process by SIGABRT';
    expect(webgpu({ kind: 'died', how, log: 'driver: all is lost\n' })).toMatchInlineSnapshot(
      `"device webgpu: expected a GPU with a Vulkan driver, found the end of its process by SIGABRT when a small network was tried (driver: all is lost). Update the GPU's driver, or use --device cpu."`,
    );
  });

  test('a platform that ONNX Runtime is built without it for', () => {
    const absence = notBuilt('webgpu', { platform: 'linux', arch: 'arm64' });
    expect(sentence('webgpu', absence)).toMatchInlineSnapshot(
      `"device webgpu: expected a GPU with a Vulkan driver, found an onnxruntime-node for linux arm64 that is built without webgpu. Use another machine, or use --device cpu."`,
    );
  });
});

describe('cuda', () => {
  const cuda = (trial: Parameters<typeof absenceOf>[1]) => sentence('cuda', absenceOf('cuda', trial, LINUX));

  test('the provider is named with its place', () => {
    const absence = providerMissing(['/project/lib_shared.so', 'lib_cuda.so'], LINUX);
    expect(sentence('cuda', absence)).toMatchInlineSnapshot(
      `"device cuda: expected an NVIDIA GPU, its driver and the libraries of CUDA, found no /project/lib_shared.so and no lib_cuda.so. onnxruntime-node's own install step downloads it: \`node node_modules/onnxruntime-node/script/install.js\`. It needs CUDA 12 (cudart, cublas, cublasLt, cufft, curand) and cuDNN 9. Install these too, or use --device cpu."`,
    );
  });

  test('a library that the provider needs', () => {
    const log =
      'FAIL : Failed to load library /project/lib_cuda.so with error: libcublasLt.so.12: cannot open shared object file: No such file\n';
    const message = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library';
    expect(cuda(refused(message, log))).toMatchInlineSnapshot(
      `"device cuda: expected an NVIDIA GPU, its driver and the libraries of CUDA, found no libcublasLt.so.12. Install the driver of the GPU, CUDA 12 (cudart, cublas, cublasLt, cufft, curand) and cuDNN 9, where the loader finds them (LD_LIBRARY_PATH), or use --device cpu."`,
    );
  });

  test('no GPU, in the words of CUDA', () => {
    const message =
      '/src/cuda_call.cc:129 bool CudaCall(...) CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ; hostname=here';
    expect(cuda(refused(message))).toMatchInlineSnapshot(
      `"device cuda: expected an NVIDIA GPU, its driver and the libraries of CUDA, found CUDA failure 100: no CUDA-capable device is detected. Install the driver of the GPU, CUDA 12 (cudart, cublas, cublasLt, cufft, curand) and cuDNN 9, where the loader finds them (LD_LIBRARY_PATH), or use --device cpu."`,
    );
  });
});
