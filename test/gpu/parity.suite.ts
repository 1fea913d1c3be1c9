import { afterAll, expect, test } from 'vitest';
import { describeFullNetworks } from '../engine/full-networks.ts';
import { describeParity } from '../engine/parity.ts';
import { GPU_ENGINES } from './engines.ts';

/** What any two engines may differ by, of the largest value. */
const TOLERANCE = 1e-4;

const name = process.env.SALIENCY_SANITY_GPU ?? 'webgpu';
const engine = GPU_ENGINES[name];
const onCpu: string[] = [];
const create = () => engine.create(({ message }) => onCpu.push(message));

test(`${name} is there`, async () => {
  expect(await engine.missing()).toBeNull();
});

describeParity({ name, create, tolerance: TOLERANCE });
describeFullNetworks(name, { create: async () => ({ [name]: await create() }), tolerance: TOLERANCE });

afterAll(() => {
  for (const message of onCpu) console.log(message);
});
