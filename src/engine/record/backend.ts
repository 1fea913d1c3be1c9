import * as tf from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../engine.ts';
import { kernelTable } from '../kernels/table.ts';
import { ARRAY, asDType, constant } from './constant.ts';
import { foldIntegers } from './fold.ts';
import { type GraphNode, sameShape, sizeOf, type Value } from './graph.ts';

type DataId = tf.TensorInfo['dataId'];
type Signature = Pick<Value, 'shape' | 'dtype'>;

/** Kernels that often change nothing: tfjs inserts them throughout gradients, where they would only hide the layout. */
const MOVES = new Set(['Identity', 'Reshape', 'Cast', 'Tile', 'Slice', 'PadV2']);

// tfjs draws random numbers on the host and writes them as ordinary tensors; only the caller tells them apart.
const RANDOM =
  /\b(randomUniform|randomNormal|randomGamma|randomStandardNormal|truncatedNormal|rand)_(?:_op)?\b/;

/** A tfjs backend that computes nothing: each kernel call becomes a node, each result a value without numbers. */
export class RecordingBackend extends tf.KernelBackend {
  private values = new WeakMap<DataId, Value>();
  private nodes: GraphNode[] = [];
  private recording = false;

  start(): void {
    if (this.recording) throw new Error('a function cannot be recorded while another one is');
    this.values = new WeakMap();
    this.nodes = [];
    this.recording = true;
  }

  /** Ends the recording and hands out its nodes. */
  stop(): GraphNode[] {
    this.recording = false;
    const { nodes } = this;
    this.nodes = [];
    return nodes;
  }

  /** Called for every kernel that tfjs runs on this backend. */
  record(kernel: string, inputs: tf.NamedTensorInfoMap, attrs: object): tf.TensorInfo | tf.TensorInfo[] {
    const named: Record<string, Value> = {};
    for (const [key, info] of Object.entries(inputs)) if (info != null) named[key] = this.resolve(info);
    const folded = foldIntegers(kernel, inputs, named, attrs);
    if (folded) return Array.isArray(folded) ? folded.map((v) => this.info(v)) : this.info(folded);
    const rule = kernelTable[kernel];
    if (!rule) throw new UnsupportedKernelError(kernel, 'no translation is known');
    const made = rule.shape(named, attrs);
    if (Array.isArray(made)) return this.add(kernel, named, attrs, made).map((v) => this.info(v));
    const result = made as Signature;
    const { x } = named;
    if (MOVES.has(kernel) && result.dtype === x.dtype && sameShape(result.shape, x.shape))
      return this.info(x);
    return this.info(this.add(kernel, named, attrs, [result])[0]);
  }

  private add(kernel: string, inputs: GraphNode['inputs'], attrs: object, made: Signature[]): Value[] {
    const outputs = made.map(({ shape, dtype }): Value => {
      if (sizeOf(shape) === 0)
        throw new UnsupportedKernelError(kernel, `its result [${shape}] has no elements`);
      return { shape: [...shape], dtype, source: { kind: 'kernel', name: kernel } };
    });
    this.nodes.push({ kernel, inputs, attrs: { ...attrs }, outputs });
    return outputs;
  }

  /** A tensor handle for a value, with a data id of its own: sharing ids would need reference counts. */
  info(value: Value): tf.TensorInfo {
    const dataId = {};
    this.values.set(dataId, value);
    return { dataId, shape: [...value.shape], dtype: value.dtype };
  }

  /** The value behind a handle; a tensor of another backend becomes a constant. */
  resolve({ dataId, shape, dtype }: tf.TensorInfo): Value {
    let value = this.values.get(dataId) ?? this.readOther(dataId);
    // On other backends a reshape or cast keeps the data id, so one id is seen under several shapes and dtypes.
    if (value.dtype !== dtype) {
      const to = asDType(dtype);
      [value] = this.add('Cast', { x: value }, { dtype: to }, [{ shape: value.shape, dtype: to }]);
    }
    if (!sameShape(value.shape, shape)) {
      [value] = this.add('Reshape', { x: value }, { shape }, [{ shape, dtype: value.dtype }]);
    }
    return value;
  }

  // Read where it lives: moving a tensor to this backend would take it away from its owner.
  private readOther(dataId: DataId): Value {
    const owner = tf.engine().state.tensorInfo.get(dataId);
    if (!owner) throw new Error('a tensor was used while recording after it had been disposed');
    if (owner.backend === this) throw new Error('a tensor of an earlier recording was used');
    const value = constant(
      owner.backend.readSync(dataId) as ArrayLike<unknown>,
      owner.shape,
      asDType(owner.dtype),
    );
    this.values.set(dataId, value);
    return value;
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): DataId {
    // A dropout mask drawn now would be the same in every run.
    const random = values.length > 1 ? RANDOM.exec(new Error().stack ?? '') : null;
    if (random) {
      throw new Error(
        `${random[1]} was called while recording (active dropout?): random values must be inputs`,
      );
    }
    return this.info(constant(values, shape, asDType(dtype))).dataId;
  }

  override readSync(dataId: DataId): tf.BackendValues {
    const value = this.values.get(dataId);
    if (value?.source.kind === 'constant') {
      const { data } = value.source;
      return data.length === 1 ? new ARRAY[value.dtype](sizeOf(value.shape)).fill(data[0]) : data.slice();
    }
    const what =
      value?.source.kind === 'kernel'
        ? `the result of ${value.source.name}`
        : `${value?.source.kind} ${value?.source.name}`;
    throw new Error(
      `${what} (shape [${value?.shape}]) was read on the host (dataSync, arraySync or data) while recording: ` +
        'a recorded function may not depend on values',
    );
  }

  override async read(dataId: DataId): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(): boolean {
    return true;
  }
  override incRef(): void {}
  decRef(): void {}
  override refCount(): number {
    return 1;
  }
  override numDataIds(): number {
    return 0;
  }
  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
  override floatPrecision(): 16 | 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override timerAvailable(): boolean {
    return false;
  }
}
