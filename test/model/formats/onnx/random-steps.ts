import { numbers } from './operators/operands.ts';
import { float32, int64, type ModelText, type NodeText, type TensorText } from './written-model.ts';

/** One step of a random network: which operation, on which of the values before, and a choice within it. */
export interface Step {
  readonly op: string;
  /** 0 is the latest image. */
  readonly back: number;
  readonly choice: number;
}

type Image = { readonly name: string; readonly shape: readonly [number, number, number, number] };

/** A network under construction: images [1, C, H, W] so far, the nodes and constants that make them. */
class Network {
  readonly images: Image[] = [{ name: 'x', shape: [1, 4, 6, 6] }];
  readonly nodes: NodeText[] = [];
  readonly tensors: TensorText[] = [];

  node(op: string, inputs: readonly string[], attributes: NodeText['attributes'] = {}): string {
    const name = `v${this.nodes.length}`;
    this.nodes.push({ op, inputs, outputs: [name], name: `n${this.nodes.length}`, attributes });
    return name;
  }

  /** Numbers whose size keeps that of what goes through them. */
  floats(dims: readonly number[], low = -1, high = 1): string {
    const name = `w${this.tensors.length}`;
    const count = dims.reduce((a, b) => a * b, 1);
    this.tensors.push({ name, dims, raw: float32(numbers(count, this.tensors.length + 1, low, high)) });
    return name;
  }

  kernel(dims: readonly number[], fan: number): string {
    const most = Math.sqrt(3 / fan);
    return this.floats(dims, -most, most);
  }

  ints(...values: readonly number[]): string {
    const name = `w${this.tensors.length}`;
    this.tensors.push({ name, dims: [values.length], type: 7, raw: int64(values) });
    return name;
  }
}

/** What makes an image of an image, or does not fit it: then null. Nothing has a kink, so that differences tell the gradient. */
type Make = (net: Network, x: Image, choice: number) => Image | null;

const same =
  (make: (net: Network, x: Image, choice: number) => string): Make =>
  (net, x, choice) => ({ name: make(net, x, choice), shape: x.shape });

const even = ({ shape: [, , h, w] }: Image) => h % 2 === 0 && w % 2 === 0 && h > 2 && w > 2;

export const OPERATIONS: Readonly<Record<string, Make>> = {
  conv: (net, { name, shape: [n, c, h, w] }, choice) => {
    const o = 2 + (choice % 3) * 2;
    const kernel = net.kernel([o, c, 3, 3], 9 * c);
    return {
      name: net.node('Conv', [name, kernel, net.floats([o])], { pads: [1, 1, 1, 1] }),
      shape: [n, o, h, w],
    };
  },
  strided: (net, x, choice) => {
    if (!even(x)) return null;
    const [n, c, h, w] = x.shape;
    const kernel = net.kernel([4, c, 2 + (choice % 2), 2 + (choice % 2)], 4 * c);
    const pads = [0, 0, choice % 2, choice % 2];
    return {
      name: net.node('Conv', [x.name, kernel], { strides: [2, 2], pads }),
      shape: [n, 4, h / 2, w / 2],
    };
  },
  grouped: (net, { name, shape: [n, c, h, w] }, choice) => {
    const group = choice % 2 === 0 ? c : c / 2;
    const kernel = net.kernel([c, c / group, 3, 3], (9 * c) / group);
    return { name: net.node('Conv', [name, kernel], { pads: [1, 1, 1, 1], group }), shape: [n, c, h, w] };
  },
  normalised: same((net, { name, shape: [, c] }) =>
    net.node('BatchNormalization', [
      name,
      net.floats([c], 0.5, 1.5),
      net.floats([c]),
      net.floats([c]),
      net.floats([c], 0.5, 2),
    ]),
  ),
  activated: same((net, { name }, choice) =>
    net.node(['Sigmoid', 'Tanh', 'Softplus', 'Erf'][choice % 4], [name]),
  ),
  gated: same((net, { name }) => net.node('Mul', [name, net.node('Sigmoid', [name])])),
  added: same((net, x, choice) => {
    const fitting = net.images.filter(({ shape }) => `${shape}` === `${x.shape}`);
    return net.node(choice % 2 ? 'Add' : 'Sub', [x.name, fitting[choice % fitting.length].name]);
  }),
  joined: (net, x, choice) => {
    const [n, c, h, w] = x.shape;
    const fitting = net.images.filter(({ shape: [, , rows, columns] }) => rows === h && columns === w);
    const other = fitting[choice % fitting.length];
    if (c + other.shape[1] > 12) return null;
    return {
      name: net.node('Concat', [x.name, other.name], { axis: 1 }),
      shape: [n, c + other.shape[1], h, w],
    };
  },
  pooled: (net, x, choice) => {
    if (!even(x)) return null;
    const [n, c, h, w] = x.shape;
    const window = choice % 2 ? [2, 2] : [3, 3];
    const pads = choice % 2 ? [0, 0, 0, 0] : [1, 1, 0, 0];
    const attributes = { kernel_shape: window, strides: [2, 2], pads, count_include_pad: choice & 2 ? 1 : 0 };
    return {
      name: net.node('AveragePool', [x.name], attributes),
      shape: [n, c, h / 2, w / 2],
    };
  },
  excited: same((net, { name, shape: [, c] }) => {
    const mean = net.node('GlobalAveragePool', [name]);
    return net.node('Mul', [
      name,
      net.node('Sigmoid', [net.node('Conv', [mean, net.kernel([c, c, 1, 1], c)])]),
    ]);
  }),
  levelled: same((net, { name, shape: [, c] }) => {
    const last = net.node('Transpose', [name], { perm: [0, 2, 3, 1] });
    const made = net.node('LayerNormalization', [last, net.floats([c], 0.5, 1.5), net.floats([c])], {
      epsilon: 0.01,
    });
    return net.node('Transpose', [made], { perm: [0, 3, 1, 2] });
  }),
  mixed: same((net, { name, shape: [n, c, h, w] }) => {
    const rows = net.node('Reshape', [name, net.ints(n, c, h * w)]);
    const made = net.node('MatMul', [rows, net.kernel([h * w, h * w], h * w)]);
    return net.node('Reshape', [made, net.ints(n, c, h, w)]);
  }),
  attended: same((net, { name, shape: [n, c, h, w] }) => {
    const rows = net.node('Reshape', [name, net.ints(n, c, h * w)]);
    const scores = net.node('MatMul', [rows, net.node('Transpose', [rows], { perm: [0, 2, 1] })]);
    const made = net.node('MatMul', [net.node('Softmax', [net.node('Tanh', [scores])], { axis: -1 }), rows]);
    return net.node('Reshape', [made, net.ints(n, c, h, w)]);
  }),
  shuffled: same((net, { name, shape: [n, c, h, w] }) => {
    const parted = net.node('Reshape', [name, net.ints(n, 2, c / 2, h, w)]);
    const turned = net.node('Transpose', [parted], { perm: [0, 2, 1, 3, 4] });
    return net.node('Reshape', [turned, net.ints(n, c, h, w)]);
  }),
  cut: (net, { name, shape: [n, c, h, w] }, choice) => {
    if (h < 4 || w < 4) return null;
    const [axis, length] = choice % 2 ? [2, h] : [3, w];
    const made = net.node('Slice', [name, net.ints(1), net.ints(length), net.ints(axis)]);
    const framed = net.node('Pad', [
      made,
      net.ints(0, 0, axis === 2 ? 1 : 0, axis === 3 ? 1 : 0, 0, 0, 0, 0),
    ]);
    return { name: framed, shape: [n, c, h, w] };
  },
  enlarged: (net, { name, shape: [n, c, h, w] }, choice) => {
    if (h > 6) return null;
    const mode = choice % 2 ? 'nearest' : 'linear';
    const sizes = net.ints(n, c, 2 * h, 2 * w);
    return { name: net.node('Resize', [name, '', '', sizes], { mode }), shape: [n, c, 2 * h, 2 * w] };
  },
};

/** The network of random steps, those left out that do not fit, with two scores at its end. */
export function networkOf(steps: readonly Step[]): ModelText {
  const net = new Network();
  for (const { op, back, choice } of steps) {
    const made = OPERATIONS[op](net, net.images[Math.max(0, net.images.length - 1 - back)], choice);
    if (made) net.images.push(made);
  }
  const last = net.images.at(-1)!;
  const c = last.shape[1];
  const mean = net.node('Flatten', [net.node('GlobalAveragePool', [net.node('Tanh', [last.name])])]);
  const scores = net.node('Gemm', [mean, net.kernel([c, 2], c), net.floats([2])]);
  return {
    nodes: net.nodes,
    tensors: net.tensors,
    inputs: [{ name: 'x', shape: net.images[0].shape }],
    outputs: [scores],
  };
}
