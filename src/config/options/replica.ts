import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as z from 'zod';
import type { Model } from '../../model/model.ts';
import { splitNames } from '../../names.ts';
import { isModel } from './model.ts';
import type { Move } from './option.ts';

/** A network that stands beside the model: its path, or one that is already loaded. */
export type Replica = string | LayersModel | Model;

const EXPECTED = 'paths of models, or models that are already loaded';

/** One network or several, which come back as a list; paths in one string have commas between them. */
export const REPLICAS: z.ZodType<Replica[], Replica | readonly Replica[]> = z
  .custom<Replica | readonly Replica[]>(
    (value) => (Array.isArray(value) ? value.length > 0 && value.every(isReplica) : isReplica(value)),
    { error: EXPECTED },
  )
  .transform(listed)
  .refine((all) => all.length > 0, { error: EXPECTED });

/** The same with the paths among them moved. */
export const movedReplicas = (given: Replica | readonly Replica[], move: Move): Replica[] =>
  listed(given).map((one) => (typeof one === 'string' ? move(one) : one));

function isReplica(value: unknown): value is Replica {
  return typeof value === 'string' ? value.trim() !== '' : isModel(value);
}

/** The networks of an option, each for itself. */
export function listed(given: Replica | readonly Replica[]): Replica[] {
  const all: readonly Replica[] = Array.isArray(given) ? given : [given as Replica];
  return all.flatMap((one): Replica[] => (typeof one === 'string' ? splitNames(one) : [one]));
}
