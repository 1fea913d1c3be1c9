import type { Maps } from '../../attribution/maps.ts';
import { namedClass } from '../../results/named-class.ts';

/** What `explain` made, as far as its index tells of it. */
export interface IndexedMaps {
  readonly version: string;
  readonly model: { readonly source: string; readonly sha256: string };
  readonly inputs: {
    readonly ids: readonly string[];
    readonly sha256: readonly string[];
    readonly labels: readonly (number | null)[];
    readonly shape: readonly number[];
  };
  /** Class that the model predicts for every input; empty for a regression. */
  readonly predicted: readonly number[];
  /** Explained class of every input. */
  readonly targets: readonly number[];
  /** What the classes are called, by index; null where nobody says. */
  readonly classNames: readonly string[] | null;
  /** By method. */
  readonly maps: Readonly<Record<string, Pick<Maps, 'shape' | 'count'>>>;
  /** By method: a picture per input, or none. */
  readonly pictures: Readonly<Record<string, readonly string[]>>;
}

/** The content of index.json: which map in which file, and which picture, belongs to which input. */
export interface MapsIndex {
  readonly schema: 'saliency-sanity/maps@1';
  readonly version: string;
  readonly model: { readonly source: string; readonly sha256: string };
  /** Of one input, without the batch axis. */
  readonly inputShape: readonly number[];
  readonly maps: readonly {
    readonly method: string;
    /** Little-endian float32, row-major, signed. */
    readonly file: string;
    /** [inputs, ...shape of a map]. */
    readonly shape: readonly number[];
  }[];
  /** In the order in which they were given. */
  readonly inputs: readonly {
    /** The map's place along the first axis of every file. */
    readonly index: number;
    readonly id: string;
    /** Of the input's float32 values, as the model saw them. */
    readonly sha256: string;
    readonly label: number | null;
    /** What the class of the label is called; absent where nobody says. As the names of the other classes below. */
    readonly labelName?: string;
    /** Absent for a regression. */
    readonly predicted?: number;
    readonly predictedName?: string;
    readonly explained: number;
    readonly explainedName?: string;
    /** By method; absent where maps have no rows and columns. */
    readonly pictures: Readonly<Record<string, string>>;
  }[];
}

/** The file of a method's maps in the folder that `explain` writes. */
export const mapsFile = (method: string): string => `${method}.npy`;

/** The index of maps; its files are named relative to the folder in which it lies. */
export function mapsIndex(given: IndexedMaps): MapsIndex {
  const { version, model, inputs, predicted, targets, classNames, ...made } = given;
  const methods = Object.entries(made.maps);
  return {
    schema: 'saliency-sanity/maps@1',
    version,
    model,
    inputShape: inputs.shape,
    maps: methods.map(([method, { shape, count }]) => ({
      method,
      file: mapsFile(method),
      shape: [count, ...shape],
    })),
    inputs: inputs.ids.map((id, index) => ({
      index,
      id,
      sha256: inputs.sha256[index],
      label: inputs.labels[index],
      ...namedClass('labelName', inputs.labels[index], classNames),
      ...(predicted.length > 0
        ? { predicted: predicted[index], ...namedClass('predictedName', predicted[index], classNames) }
        : {}),
      explained: targets[index],
      ...namedClass('explainedName', targets[index], classNames),
      pictures: Object.fromEntries(
        methods.flatMap(([method]) => {
          const picture = made.pictures[method]?.[index];
          return picture === undefined ? [] : [[method, picture]];
        }),
      ),
    })),
  };
}
