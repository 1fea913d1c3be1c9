import { definitionPlace } from '../definition-place.ts';
import { InputError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import { takeStrayErrors } from '../stray-errors.ts';
import { thrownText } from '../thrown-text.ts';
import { userFrame } from '../user-frame.ts';
import { isWrong, readMaps, type WrongMaps } from './custom-maps.ts';
import type { CustomMethod } from './custom-method.ts';
import { type GuardedModel, guardedModel } from './guarded-model.ts';
import type { Maps } from './maps.ts';
import type { Batch, Given } from './method.ts';

/**
 * Calls a method of the user's own. What it throws, or returns wrongly, becomes an InputError with its name, the inputs
 * and the line of the user's file; faults of the engine and interruptions pass as they are. Maps must have the shape
 * `known` from earlier calls, since others could not be compared with those.
 */
export async function callCustom(
  custom: CustomMethod,
  { model, inputs, targets }: Pick<Given, 'model' | 'inputs' | 'targets'>,
  about: Model,
  known?: readonly number[],
): Promise<Maps> {
  const guarded = guardedModel(model, about);
  let maps: Maps | WrongMaps;
  try {
    // What is read may be made as it is read, and throw.
    maps = readMaps(await called(custom, guarded, inputs, targets), inputs, known);
  } catch (error) {
    if (guarded.faults.has(error)) throw error;
    throw (await narrowed(custom, guarded, inputs, targets)) ?? thrown(custom, inputs, error);
  }
  if (!isWrong(maps)) return maps;
  const place = definitionPlace(custom.explain);
  const found = place === null ? maps.found : `${maps.found}, from the function at ${place}`;
  throw new InputError({ ...maps, thing: `maps of ${methodOn(custom, inputs)}`, found });
}

/** The copies are the method's own to write to. */
function called(custom: CustomMethod, model: GuardedModel, inputs: Batch, targets: Int32Array) {
  const copies: Batch = {
    count: inputs.count,
    shape: [...inputs.shape],
    values: inputs.values.slice(),
    baseline: inputs.baseline.slice(),
    ids: inputs.ids && [...inputs.ids],
  };
  const result = (async () => custom.explain(model, copies, targets.slice()))();
  return settled(result);
}

class Unsettled extends Error {}

/** Rejects where something goes astray meanwhile, and where Node has nothing left to do that could settle the promise. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  let fail: (error: unknown) => void = () => {};
  const astray = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // An immediate keeps the process alive for what follows.
  const onIdle = () => setImmediate(() => fail(new Unsettled('a promise that is never settled')));
  process.once('beforeExit', onIdle);
  const end = takeStrayErrors(fail);
  try {
    return await Promise.race([promise, astray]);
  } finally {
    process.off('beforeExit', onIdle);
    end();
  }
}

/** Finds the input that a method fails for by asking for one at a time; null where it fails for none alone. */
async function narrowed(
  custom: CustomMethod,
  model: GuardedModel,
  inputs: Batch,
  targets: Int32Array,
): Promise<InputError | null> {
  const size = inputs.values.length / inputs.count;
  for (let i = 0; inputs.count > 1 && i < inputs.count; i++) {
    const values = inputs.values.subarray(i * size, (i + 1) * size);
    const ids = inputs.ids && [inputs.ids[i]];
    const single = { ...inputs, count: 1, values, ids };
    try {
      await called(custom, model, single, targets.subarray(i, i + 1));
    } catch (error) {
      if (model.faults.has(error)) throw error;
      const named = ids ?? [`number ${i + 1}`];
      return thrown(custom, { ...single, ids: named }, error);
    }
  }
  return null;
}

function thrown(custom: CustomMethod, inputs: Batch, error: unknown): InputError {
  const place = userFrame(error) ?? definitionPlace(custom.explain);
  const [message] = words(error).split('\n');
  return new InputError(
    {
      thing: methodOn(custom, inputs),
      expected: inputs.count === 1 ? 'a map' : `${inputs.count} maps`,
      found: `${message.replace(/\.$/, '')}${place === null ? '' : `, at ${place}`}`,
    },
    { cause: error },
  );
}

function words(error: unknown): string {
  if (error instanceof InputError || error instanceof Unsettled) return error.message;
  return error instanceof Error
    ? `${error.name}: ${thrownText(error)}`
    : `the thrown value ${thrownText(error)}`;
}

/** `method mine on a.png`, `method mine on 32 inputs (a.png to z.png)`. */
function methodOn({ name }: CustomMethod, { ids, count }: Batch): string {
  const [first, last] = [ids?.[0], ids?.[count - 1]];
  if (first === undefined || last === undefined) return `method ${name}, ${count} inputs`;
  return count === 1
    ? `method ${name}, input ${first}`
    : `method ${name}, ${count} inputs (${first} to ${last})`;
}
