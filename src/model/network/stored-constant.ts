export type ConstantType = 'float32' | 'int32' | 'bool';

/** A constant as it lies in the files of a model, decoded. */
export interface StoredConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ConstantType;
  readonly values: Float32Array | Int32Array | Uint8Array;
  /** Whether its format knows that it was not learned. */
  readonly fixed?: boolean;
}
