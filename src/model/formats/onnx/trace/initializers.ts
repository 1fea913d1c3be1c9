import { decodeTensor } from '../file/decode-tensor.ts';
import type { GraphProto } from '../file/graph-proto.ts';
import type { Traced } from './traced.ts';
import type { Tracer } from './tracer.ts';

/** The stored arrays of a graph within another one, which lie in the same file. */
export function initializerValues(tracer: Tracer, graph: GraphProto, prefix: string): [string, Traced][] {
  const { thing } = tracer.options;
  return graph.initializers.map((tensor) => {
    const name = prefix + tensor.name;
    return [
      tensor.name,
      tracer.constant(name, decodeTensor(tensor, `${thing}: tensor ${name}`), { tensor, region: null }),
    ];
  });
}
