import type { JsonObject } from '../../json-values.ts';
import type { NodeEntry } from './hooks.ts';

const ONES = (count: number): JsonObject => ({
  dilations: { list: { i: new Array<string>(count).fill('1') } },
});
const EPSILON: JsonObject = { epsilon: { f: 1e-4 } };

/** What TensorFlow defines for attributes that a node does not state, where the converter takes something else. */
export const UNSTATED: Readonly<Record<string, JsonObject>> = {
  Conv2D: ONES(4),
  DepthwiseConv2dNative: ONES(4),
  FusedDepthwiseConv2dNative: ONES(4),
  Conv3D: { ...ONES(5), data_format: { s: Buffer.from('NDHWC').toString('base64') } },
  FusedBatchNorm: EPSILON,
  FusedBatchNormV2: EPSILON,
  FusedBatchNormV3: EPSILON,
  DepthToSpace: { data_format: { s: Buffer.from('NHWC').toString('base64') } },
  TopKV2: { sorted: { b: true } },
  CropAndResize: { method: { s: Buffer.from('bilinear').toString('base64') } },
};

/** A node with the attributes that it does not state. */
export function withUnstated(entry: NodeEntry): NodeEntry {
  const unstated = Object.hasOwn(UNSTATED, entry.op) ? UNSTATED[entry.op] : null;
  return unstated ? { ...entry, attr: { ...unstated, ...entry.attr } } : entry;
}
