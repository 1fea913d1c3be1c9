import '../../../../src/tfjs-cpu.ts';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Attribute = Record<string, unknown>;
type DType = 'float32' | 'int32' | 'bool';

interface NodeEntry {
  name: string;
  op: string;
  input: string[];
  attr: Record<string, Attribute>;
}

export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly values: readonly number[];
}

const TYPES = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' } as const;

/** Attributes the way that tensorflowjs_converter writes a GraphDef as JSON. */
export const attribute = {
  text: (value: string): Attribute => ({ s: Buffer.from(value).toString('base64') }),
  texts: (values: readonly string[]): Attribute => ({
    list: { s: values.map((value) => Buffer.from(value).toString('base64')) },
  }),
  ints: (values: readonly number[]): Attribute => ({ list: { i: values.map(String) } }),
  int: (value: number): Attribute => ({ i: String(value) }),
  float: (value: number): Attribute => ({ f: value }),
  flag: (b: boolean): Attribute => ({ b }),
  type: (dtype: DType): Attribute => ({ type: TYPES[dtype] }),
};

export const dims = (shape: readonly (number | null)[]) => ({
  dim: shape.map((extent) => ({ size: String(extent ?? -1) })),
});

/** Writes graph models by hand, since the tools that convert SavedModels need Python. Every method returns a node's name. */
export class GraphBuilder {
  readonly nodes: NodeEntry[] = [];
  readonly constants: Constant[] = [];
  #phase = 0;

  placeholder(name: string, shape: readonly (number | null)[], dtype: DType = 'float32'): string {
    return this.op(name, 'Placeholder', [], { dtype: attribute.type(dtype), shape: { shape: dims(shape) } });
  }

  /** Without values: numbers that differ from place to place, of a size that fits the fan. */
  weight(name: string, shape: readonly number[], values?: readonly number[]): string {
    const size = shape.reduce((a, b) => a * b, 1);
    const scale = shape.length > 1 ? Math.sqrt((3 * shape.at(-1)!) / size) : 0.5;
    const wave = () => {
      this.#phase += 1;
      return scale * Math.sin(this.#phase * 1.7);
    };
    return this.constant(name, shape, 'float32', values ?? Array.from({ length: size }, wave));
  }

  /** Values around 1, for variances and scales. */
  positive(name: string, shape: readonly number[]): string {
    const size = shape.reduce((a, b) => a * b, 1);
    return this.weight(
      name,
      shape,
      Array.from({ length: size }, (_, i) => 1 + Math.sin(i * 2.3) / 3),
    );
  }

  ints(name: string, values: readonly number[]): string {
    return this.constant(name, [values.length], 'int32', values);
  }

  int(name: string, value: number): string {
    return this.constant(name, [], 'int32', [value]);
  }

  constant(name: string, shape: readonly number[], dtype: DType, values: readonly number[]): string {
    this.constants.push({ name, shape, dtype, values });
    const tensor = { dtype: TYPES[dtype], tensorShape: dims(shape) };
    return this.op(name, 'Const', [], { dtype: attribute.type(dtype), value: { tensor } });
  }

  op(name: string, op: string, input: readonly string[], attr: Record<string, Attribute> = {}): string {
    this.nodes.push({ name, op, input: [...input], attr });
    return name;
  }

  /** A model.json and its weight file, in a folder of their own; resolves to the folder. */
  async save(change: (document: Document) => void = () => {}): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'graph-'));
    const weights = this.constants.map(({ name, shape, dtype }) => ({ name, shape, dtype }));
    const document: Document = {
      format: 'graph-model',
      generatedBy: '2.15.0',
      convertedBy: 'TensorFlow.js Converter v4.22.0',
      modelTopology: { node: this.nodes, library: {}, versions: { producer: 1645 } },
      weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights }],
    };
    const bytes = Buffer.concat(this.constants.map(bytesOf));
    change(document);
    await writeFile(join(folder, 'group1-shard1of1.bin'), bytes);
    await writeFile(join(folder, 'model.json'), JSON.stringify(document));
    return folder;
  }
}

export interface Document {
  format?: string;
  modelTopology: { node: NodeEntry[]; [key: string]: unknown };
  weightsManifest: { paths: string[]; weights: Record<string, unknown>[] }[];
  signature?: unknown;
  [key: string]: unknown;
}

function bytesOf({ values, dtype }: Constant): Uint8Array {
  if (dtype === 'bool') return Uint8Array.from(values);
  const { buffer } = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
  return new Uint8Array(buffer);
}
