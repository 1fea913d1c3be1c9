import { createRequire } from 'node:module';
import { type Feed, wholePlan } from '../lower/assemble.ts';
import { lower } from '../lower/lower.ts';
import { answerOf } from '../other-process.ts';
import { differenceOf, NETWORK, valuesOf } from '../probe-network.ts';
import { record } from '../record/record.ts';
import { createProgram } from '../sessions/program.ts';
import { simplify } from '../simplify/simplify.ts';
import { type Device, multiplyInFloat32, providersOf } from './device.ts';

/** How a small network went on a device, in a process of its own. `log` is what drivers and libraries wrote. */
export type Trial =
  | {
      readonly kind: 'computed' /** From the CPU's results, over the largest. */;
      readonly difference: number;
    }
  | { readonly kind: 'refused'; readonly message: string; readonly log: string }
  | { readonly kind: 'died'; readonly how: string; readonly log: string };

/** The other process: reads two models and their feeds, writes the results of the second or why there are none. */
const SCRIPT = `
let text = '';
process.stdin.on('data', (part) => { text += part; });
process.stdin.on('end', async () => {
  const answer = (value) => process.stdout.write('\\n' + JSON.stringify(value), () => process.exit(0));
  try {
    const { library, providers, steps } = JSON.parse(text);
    const { InferenceSession, Tensor } = require(library);
    let results = {};
    for (const { model, feeds } of steps) {
      const options = { executionProviders: providers, logSeverityLevel: 2 };
      const session = await InferenceSession.create(Buffer.from(model, 'base64'), options);
      const own = Object.entries(feeds).map(([name, { values, dims }]) =>
        [name, new Tensor('float32', Float32Array.from(values), dims)]);
      results = await session.run({ ...results, ...Object.fromEntries(own) });
    }
    answer({ results: Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, Array.from(data)])) });
  } catch (error) {
    answer({ message: String(error && error.message || error) });
  }
});`;

/**
 * Has a device compute a small network and its gradient. Drivers that are not what they say end the process that loads
 * them, so it is another one.
 */
export async function tryDevice(device: Device): Promise<Trial> {
  const lowered = lower(simplify(record(NETWORK)));
  const plan = wholePlan(lowered);
  const weights = new Map([...NETWORK.weights].map(([name, shape]) => [name, valuesOf(shape)]));
  const x = valuesOf(NETWORK.inputs.x.shape);
  const feeds = (list: readonly Feed[]) =>
    Object.fromEntries(
      list.map(({ name, tensor: { name: key, dims } }) => [
        key,
        { values: Array.from(weights.get(name) ?? x), dims },
      ]),
    );
  const step = (model: Uint8Array, list: readonly Feed[]) => ({
    model: Buffer.from(model).toString('base64'),
    feeds: feeds(list),
  });
  multiplyInFloat32();
  const question = {
    library: createRequire(import.meta.url).resolve('onnxruntime-node'),
    providers: providersOf(device),
    steps: [
      ...(plan.prepare ? [step(plan.prepare, plan.prepareWeights)] : []),
      step(plan.run, [...plan.runWeights, ...plan.runInputs]),
    ],
  };
  const { stdout, log, how } = await answerOf(['-e', SCRIPT], JSON.stringify(question));
  if (how !== null) return { kind: 'died', how, log };
  // Drivers may have written before it.
  const { results, message } = JSON.parse(stdout.slice(stdout.lastIndexOf('\n')));
  if (message !== undefined) return { kind: 'refused', message, log };
  const program = await createProgram(NETWORK, lowered, { threads: 1, device: 'cpu', onCpu: () => {} });
  const expected = await (await program.bind(weights)).run({ x });
  await program.dispose();
  const actual = Object.fromEntries(lowered.outputs.map(({ name, tensor }) => [name, results[tensor.name]]));
  return { kind: 'computed', difference: differenceOf(expected, actual) };
}
