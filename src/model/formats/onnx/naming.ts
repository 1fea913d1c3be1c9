import { scopeOf } from '../../network/names.ts';
import type { Naming } from '../../network/read-network.ts';
import type { NodeProto } from './file/graph-proto.ts';

/** Names that an exporter made up for what it folded or rearranged: `onnx::Conv_193`, `val_12`, `417`. */
const MADE_UP = /^(?:onnx::|const_fold|_?[a-z_]*_?\d*$)/;

/** What TensorFlow's exporters put behind the name of a layer. */
const READ =
  /(?:\/(?:ReadVariableOp|read|resource|BiasAdd|MatMul|Conv2D|depthwise|Cast|ExpandDims|convolution|Tensordot|merged_input|batchnorm\/\w+))*(?:_\d+)?(?::\d+)?$/;

/** Where PyTorch's exporter notes the modules that a node belongs to, outermost first, then what it was called. */
const SCOPES = 'pkg.torch.onnx.name_scopes';

/** How exporters name weights and nodes. */
export const NAMING: Naming = {
  layerOf: (constants, node) => {
    const own = node.includes('/') ? scopeOf(node) : withoutLast(node);
    const scopes = constants.flatMap((name) => {
      if (name.includes('/')) return [scopeOf(`${name.replace(READ, '')}/`)];
      return MADE_UP.test(name) ? [] : [withoutLast(name)];
    });
    // A weight that several layers share says nothing of the one that it is named after elsewhere.
    return scopes.find((scope) => scope.startsWith(own) && scope !== '') ?? own;
  },
  // Exporters put a folded normalisation into the weights themselves, and name nothing after it.
  foldedOffset: /(?!)/,
};

/** `layer4.1.conv2` of `layer4.1.conv2.weight`. */
const withoutLast = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));

/**
 * The name of a node's operation: with the modules of PyTorch that it belongs to, where its exporter noted them, as in
 * `layer4.1.conv2.Conv`; else its own.
 */
export function operationName({ name, op, outputs, metadata }: NodeProto): string {
  const scopes =
    metadata
      .get(SCOPES)
      ?.match(/'[^']*'/g)
      ?.map((text) => text.slice(1, -1)) ?? [];
  const [module, called] = scopes.slice(-2);
  if (called !== undefined) return module ? `${module}.${called}` : called;
  if (name.startsWith('/')) return dotted(name);
  return name || outputs.find(Boolean) || op;
}

/** `/layer4/layer4.1/conv2/Conv` as `layer4.1.conv2.Conv`: a module within a list of modules repeats the list's name. */
function dotted(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.filter((part, index) => !parts[index + 1]?.startsWith(`${part}.`)).join('.');
}
