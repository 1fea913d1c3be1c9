import { InputError } from '../../../../errors.ts';
import type { OpenedFile } from '../../format.ts';
import type { Plain } from '../operators/plain.ts';
import { decodeTensor } from './decode-tensor.ts';
import { type Region, regionBytes, regionOf } from './external-data.ts';
import type { GraphProto } from './graph-proto.ts';
import { type ModelProto, modelProto } from './model-proto.ts';
import { readBytes } from './read-bytes.ts';
import type { TensorProto } from './tensor-proto.ts';

/** A stored array of the main graph. */
export interface Initializer {
  readonly name: string;
  readonly tensor: TensorProto;
  readonly array: Plain;
  /** Where it lies in another file; null where it lies in the model's own. */
  readonly region: Region | null;
}

/** An ONNX file, decoded. */
export interface OnnxFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly model: ModelProto;
  readonly graph: GraphProto;
  /** In the file's order. */
  readonly initializers: readonly Initializer[];
}

const OLDEST_IR = 3;
const NEWEST_IR = 13;

/** Reads an ONNX file and the files beside it that its weights lie in. Throws InputError that names what is wrong. */
export async function readOnnxFile({ path, bytes: size }: OpenedFile): Promise<OnnxFile> {
  const bytes = await readBytes(path, size);
  const model = parsed(bytes, path);
  const { irVersion, graph } = model;
  if (!graph) {
    const found = size === 0 ? 'an empty file' : 'none';
    throw new InputError({ thing: path, expected: 'an ONNX model with a graph', found });
  }
  if (!(irVersion >= OLDEST_IR && irVersion <= NEWEST_IR)) {
    const expected = `IR version ${OLDEST_IR} to ${NEWEST_IR}`;
    throw new InputError({ thing: path, expected, found: String(irVersion) });
  }
  if (graph.sparse > 0) {
    const found = `${graph.sparse} that are sparse`;
    throw new InputError({ thing: `${path}: initializers`, expected: 'dense tensors', found });
  }
  const initializers: Initializer[] = [];
  const names = new Set<string>();
  for (const tensor of graph.initializers) {
    const { name } = tensor;
    const thing = `${path}: tensor ${name}`;
    if (name === '')
      throw new InputError({ thing: path, expected: 'tensors with names', found: 'one without' });
    if (names.has(name))
      throw new InputError({ thing, expected: 'one tensor of that name', found: 'more than one' });
    names.add(name);
    const region = tensor.isExternal ? await regionOf(tensor, path, thing) : null;
    const array = decodeTensor(tensor, thing, region ? await regionBytes(region, thing) : undefined);
    initializers.push({ name, tensor, array, region });
  }
  return { path, bytes, model, graph, initializers };
}

function parsed(bytes: Uint8Array, path: string): ModelProto {
  try {
    return modelProto(bytes);
  } catch (cause) {
    const found = `bytes that are none: ${cause instanceof Error ? cause.message : cause}`;
    const hint = 'The file is cut off, damaged or of another kind.';
    throw new InputError({ thing: path, expected: 'an ONNX model', found, hint }, { cause });
  }
}
