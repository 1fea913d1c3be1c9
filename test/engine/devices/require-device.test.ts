import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createEngine } from '../../../src/engine/create.ts';
import { libraryFolder, missingFor, missingProviders } from '../../../src/engine/devices/require-device.ts';
import { InputError } from '../../../src/errors.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'providers-'));
afterAll(() => rm(folder, { recursive: true }));

const create = (engine: 'compiled' | 'eager', device: 'cpu' | 'webgpu' | 'cuda') =>
  createEngine({ engine, device, backend: 'cpu', threads: 1, notify: () => {} });

test('the CPU is always there', async () => {
  expect(await missingFor('cpu')).toBeNull();
  const engine = await create('compiled', 'cpu');
  expect(engine).toMatchObject({ device: 'cpu', backend: 'onnxruntime' });
  await engine.dispose();
});

test.each(['webgpu', 'cuda'] as const)('%s computes, or is refused with what is missing', async (device) => {
  const absence = await missingFor(device);
  const made = create('compiled', device);
  if (absence) {
    await expect(made).rejects.toThrow(InputError);
    await expect(made).rejects.toThrow(
      `device ${device}: expected ${absence.expected}, found ${absence.found}.`,
    );
  } else {
    expect(await made).toMatchObject({ device, operators: 'public' });
  }
});

test('the eager engine has no device', async () => {
  await expect(create('eager', 'cuda')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[InputError: device cuda: expected the engine \`compiled\`, found \`eager\`. TensorFlow.js computes on a GPU with --engine eager --backend gpu.]`,
  );
});

test('provider libraries are looked for where the binding of ONNX Runtime lies', async () => {
  expect(libraryFolder()).toContain(path.join('onnxruntime-node', 'bin', 'napi-v6'));
  const place = path.join(folder, 'bin');
  await mkdir(place);
  expect(missingProviders(place)).toEqual([
    path.join(place, 'libonnxruntime_providers_shared.so'),
    'libonnxruntime_providers_cuda.so',
  ]);
  await writeFile(path.join(place, 'libonnxruntime_providers_shared.so'), '');
  expect(missingProviders(place)).toEqual([path.join(place, 'libonnxruntime_providers_cuda.so')]);
});
