import { type Trained, type TrainingOptions, trainNetwork } from '../../randomize/training/train-network.ts';
import { trainedWeights } from '../../randomize/training/trained-weights.ts';
import { Interrupted } from './interrupt.ts';
import type { Meter } from './progress.ts';
import type { Recipe } from './training-recipe.ts';

/** Trains one network, or takes it from the cache; the meter counts the examples of every epoch and shows how it goes. */
export async function trainOne(
  { plan, data, folder }: Pick<Recipe, 'plan' | 'data' | 'folder'>,
  options: TrainingOptions,
  where: string,
  meter: Meter,
): Promise<Trained & { readonly cached: boolean }> {
  meter.label = where;
  const inputs = data.labels.length;
  let counted = 0;
  const reach = (done: number) => {
    meter.advance(done - counted);
    counted = done;
  };
  const trained = await settle(
    folder,
    {
      ...options,
      signal: meter.signal,
      onStep({ epoch, step, steps, loss, accuracy }) {
        meter.label = `${where}, epoch ${epoch}, loss ${loss.toPrecision(3)}, accuracy ${Math.floor(100 * accuracy)} %`;
        reach(Math.round((epoch - 1 + step / steps) * inputs));
      },
    },
    meter.signal,
  );
  meter.drop(plan.epochs * inputs - counted);
  return trained;
}

async function settle(
  folder: string | null,
  options: TrainingOptions,
  signal: AbortSignal | undefined,
): Promise<Trained & { readonly cached: boolean }> {
  try {
    if (folder !== null) return await trainedWeights(folder, options);
    return { ...(await trainNetwork(options)), cached: false };
  } catch (error) {
    throw signal?.aborted ? new Interrupted() : error;
  }
}
