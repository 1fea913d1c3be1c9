import type { Naming } from '../../network/read-network.ts';

/** Names that an exporter made up for what it folded or rearranged: `onnx::Conv_193`, `val_12`, `_to_copy_1`, `417`. */
const MADE_UP = /^(?:onnx::|val_\d|_|const_fold|\d+$|[a-z_]+_\d+$)/;

/** What TensorFlow's exporters put behind the name of a layer. */
const READ = /(?:\/(?:ReadVariableOp|read|resource|BiasAdd|MatMul|Conv2D|depthwise))*(?:_\d+)?(?::\d+)?$/;

/** How exporters name weights and nodes. */
export const NAMING: Naming = {
  layerOf: (constants, node) => {
    const named = constants.find((name) => !MADE_UP.test(name));
    if (named === undefined) return moduleOf(node);
    return named.includes('/') ? moduleOfPath(named.replace(READ, '')) : withoutLast(named, '.');
  },
  // Exporters put a folded normalisation into the weights themselves, and name nothing after it.
  foldedOffset: /(?!)/,
};

const withoutLast = (name: string, separator: string): string =>
  name.slice(0, Math.max(0, name.lastIndexOf(separator)));

/** The module that a node of PyTorch's exporter belongs to: `/layer4/layer4.1/conv2/Conv` is in `layer4.1.conv2`. */
function moduleOf(node: string): string {
  return node.includes('/') ? moduleOfPath(withoutLast(node, '/')) : '';
}

function moduleOfPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  const own = parts.filter((part, index) => !parts[index + 1]?.startsWith(`${part}.`));
  return own.join('.');
}
