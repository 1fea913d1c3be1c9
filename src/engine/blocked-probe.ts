import { lower } from './lower/lower.ts';
import { differenceOf, NETWORK, valuesOf } from './probe-network.ts';
import { record } from './record/record.ts';
import { createProgram } from './sessions/program.ts';
import { simplify } from './simplify/simplify.ts';

const TOLERANCE = 1e-5;

let probed: Promise<number | null> | undefined;

/**
 * The number of channels in a block of ONNX Runtime's own convolutions on this processor (16 with AVX-512, else 8), or null
 * where neither gives what the operators of ONNX give. The blocked operators are internal to ONNX Runtime and undocumented:
 * they may change or vanish with any release, and are taken on this evidence alone. Looked into once per process.
 */
export function blockSize(): Promise<number | null> {
  probed ??= probe();
  return probed;
}

async function probe(): Promise<number | null> {
  const graph = simplify(record(NETWORK));
  const weights = new Map([...NETWORK.weights].map(([name, shape]) => [name, valuesOf(shape)]));
  const x = valuesOf(NETWORK.inputs.x.shape);
  const run = async (block: number | null) => {
    const settings = { threads: 1, device: 'cpu', onCpu: () => {} } as const;
    const program = await createProgram(NETWORK, lower(graph, { block }), settings);
    try {
      return await (await program.bind(weights)).run({ x });
    } finally {
      await program.dispose();
    }
  };
  const expected = await run(null);
  for (const block of [16, 8]) {
    try {
      if (differenceOf(expected, await run(block)) <= TOLERANCE) return block;
    } catch {
      // A processor or a release without these operators.
    }
  }
  return null;
}
