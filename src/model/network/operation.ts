import type { WeightRole } from '../model.ts';
import type { RemovedActivation } from '../output.ts';

/**
 * What an operation is to a network, whatever its format calls it. `product` is one with a kernel that is no convolution
 * in two dimensions, `offset` adds, `scale` multiplies, `moves` passes its first input on or rearranges it, `opaque` says
 * nothing about the numbers that went in (no gradient passes), `lookup` takes rows of a table, `loop` goes back to the
 * beginning of one.
 */
export type OperationKind =
  | 'input'
  | 'constant'
  | 'convolution'
  | 'product'
  | 'normalisation'
  | 'activation'
  | 'offset'
  | 'scale'
  | 'moves'
  | 'opaque'
  | 'lookup'
  | 'loop'
  | 'other';

/** How numbers are moved: passed on as they are, under other axes of one entry, in another shape, transposed, as another type. */
export type Movement = 'copies' | 'axes' | 'reshapes' | 'transposes' | 'casts';

/** What a format's table says of an operation, by its name. */
export interface Operator {
  readonly kind: OperationKind;
  /** Of kind `moves`: how. */
  readonly movement?: Movement;
  /** Whether it belongs to the layer that it follows, where its other operand is learned: a bias, or a scale that was not folded. */
  readonly joins: boolean;
  /** Whether it is a sum, of which one operand may be the offset that a folded normalisation leaves. */
  readonly adds: boolean;
  /** Whether its output still has the channels of a convolution that it follows: where Grad-CAM may look. */
  readonly channelwise: boolean;
  /** Whether it may be a part of what scales the input. */
  readonly elementwise: boolean;
  /** Whether its output is the very numbers of its input, and no place to look at. */
  readonly silent: boolean;
  /** Whether its output takes memory of its own: not where it runs in the place of its input, or only shows it in another shape. */
  readonly held: boolean;
}

/** An activation that an operation ends in. */
export interface Ending {
  readonly name: RemovedActivation;
  /** Whether the operation is nothing but the activation. */
  readonly whole: boolean;
}

/** An output of an operation: `index` is 0 but for operations with several results. */
export interface Reference {
  readonly node: Operation;
  readonly index: number;
}

/** One operation of a network, whatever file it came from. Compared by identity; names are unique. */
export interface Operation extends Operator {
  readonly name: string;
  /** The format's word for it, for people. */
  readonly op: string;
  readonly inputs: readonly Reference[];
  /** The activation that it ends in, if that turns logits into probabilities. */
  readonly ending: Ending | null;
  /** Of a product with a kernel: whether the channels of its output are the last entries of the kernel. */
  readonly lastAxis: boolean;
  /** Of a normalisation: what is added to the variance. */
  readonly epsilon: number;
  /** What a constant at one of its inputs is for. */
  roleOf(input: number): WeightRole;
}

const NONE: Omit<Operator, 'kind'> = {
  joins: false,
  adds: false,
  channelwise: false,
  elementwise: false,
  silent: false,
  held: true,
};

/** The usual operator of every kind, from which the rows of a format's table differ. */
const USUAL: Readonly<Partial<Record<OperationKind, Partial<Operator>>>> = {
  input: { silent: true },
  normalisation: { channelwise: true, held: false },
  activation: { channelwise: true, held: false },
  offset: { joins: true, adds: true, channelwise: true, elementwise: true, held: false },
  scale: { joins: true, channelwise: true, elementwise: true, held: false },
  moves: { held: false },
};

/** A row of a format's table: an operator of a kind, and where it differs from the usual one. */
export function operator(kind: OperationKind, different: Partial<Omit<Operator, 'kind'>> = {}): Operator {
  return { kind, ...NONE, ...USUAL[kind], ...different };
}

/** Whether an operation is where a layer begins: a product with a kernel, or a normalisation. */
export const isAnchor = ({ kind }: Operation): boolean =>
  kind === 'convolution' || kind === 'product' || kind === 'normalisation';

/** Whether an operation gives its numbers another shape and nothing else. */
export const reshapes = ({ movement }: Operation): boolean => movement === 'reshapes' || movement === 'axes';
