// A process of its own, which may die of what it loads. Its argument is the package of a backend; it writes as JSON how far
// every probe on that is from plain JavaScript, over the largest value, or why there is no answer.
import '../../tfjs-cpu.ts';
// Registers the gradients.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { supplyLegacyUtil } from '../legacy-util.ts';
import { differenceOf } from '../probe-network.ts';
import { PROBES, resultsOf } from './probes.ts';

async function answer(name: string) {
  supplyLegacyUtil();
  await import(name);
  const on = async (backend: string, probe: (typeof PROBES)[string]) => {
    if (!(await tf.setBackend(backend))) throw new Error(`${name} provides no backend ${backend}`);
    return resultsOf(probe);
  };
  const differences: Record<string, number> = {};
  for (const [kind, probe] of Object.entries(PROBES)) {
    differences[kind] = differenceOf(await on('cpu', probe), await on('tensorflow', probe));
  }
  return { differences };
}

const result = await answer(process.argv[2]).catch((error: Error) => ({
  message: error.message.split('\n')[0],
}));
// NaN is not JSON.
const text = JSON.stringify(result, (_, value) => (Number.isNaN(value) ? 'NaN' : value));
process.stdout.write(`\n${text}`, () => process.exit(0));
