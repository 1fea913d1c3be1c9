import { expect, test } from 'vitest';
import { leftToCpu } from '../../../src/engine/devices/left-to-cpu.ts';
import { operatorsOnCpu } from '../../../src/engine/devices/placement.ts';
import { type Operator, type Ref, RUN } from '../../../src/engine/lower/tensor.ts';

test('operators that a profile says ran on the CPU, each once, sorted', () => {
  const node = (op_name: string, provider: string) => ({ cat: 'Node', args: { op_name, provider } });
  const profile = [
    { cat: 'Session', name: 'model_run' },
    node('Sin', 'CPUExecutionProvider'),
    node('Conv', 'WebGpuExecutionProvider'),
    node('OneHot', 'CPUExecutionProvider'),
    node('Sin', 'CPUExecutionProvider'),
    { cat: 'Node' },
  ];
  expect(operatorsOnCpu(JSON.stringify(profile))).toEqual(['OneHot', 'Sin']);
});

test('nodes that WebGPU computes too roughly or wrong are left to the CPU', () => {
  const ref = (name: string, steps?: bigint[]): Ref => ({
    name,
    dims: [1],
    dtype: 'int64',
    stage: RUN,
    level: 0,
    ...(steps ? { data: BigInt64Array.from(steps) } : {}),
  });
  const operator = (op: string, name: string, ...inputs: Ref[]): Operator => ({
    op,
    inputs,
    outputs: [ref(name)],
    attrs: {},
    stage: RUN,
  });
  const slice = (name: string, steps: bigint[]) =>
    operator('Slice', name, ref('x'), ref('starts'), ref('ends'), ref('axes'), ref('steps', steps));
  const operators = [
    operator('Sin', 'a', ref('x')),
    operator('Mul', 'b', ref('x')),
    slice('forwards', [1n, 2n]),
    slice('turned', [1n, -1n]),
    slice('backwards', [1n, -2n]),
  ];
  expect(leftToCpu('webgpu', operators)).toEqual(['a', 'backwards']);
  expect(leftToCpu('cuda', operators)).toEqual([]);
});
