import type { Model, Site } from '../model/model.ts';
import { MisfitError } from './misfit.ts';

/** Where attention weights [heads, tokens, tokens] are read, from input to output, and how tokens lie on the input. */
export interface AttentionPlan {
  readonly sites: readonly Site[];
  readonly tokens: number;
  /** Rows and columns of patches; of a sequence its steps in one column. */
  readonly grid: readonly [number, number];
  /** Whether a token that stands for no patch comes before them. */
  readonly classToken: boolean;
}

type Attentive = Pick<Model, 'sites' | 'inputShape' | 'sequence'>;

/** Throws where a network has no attention over patches or steps of its input, or attention of several sizes. */
export function attentionPlan({ sites, inputShape, sequence }: Attentive): AttentionPlan {
  const found = sites.filter(
    ({ kind, shape }) => kind === 'Softmax' && shape.length === 3 && shape[1] === shape[2],
  );
  const tokens = found[0]?.shape[1];
  const even = found.every(({ shape }) => shape[1] === tokens);
  const [height, width] = inputShape;
  for (const classToken of [true, false]) {
    const places = tokens === undefined || !even ? 0 : tokens - (classToken ? 1 : 0);
    const grid = sequence ? stepsOf(places, height) : gridOf(places, height, width);
    if (grid) return { sites: found, tokens, grid, classToken };
  }
  throw new MisfitError({
    thing: 'attention-rollout',
    expected: `a transformer with attention among ${sequence ? 'steps' : 'patches'} of its input`,
    found:
      found.length === 0
        ? 'no attention weights'
        : `attention of shape ${[...new Set(found.map(({ shape }) => `[${shape.join(', ')}]`))].join(' and ')}`,
  });
}

/** Patches as rows and columns in the proportions of the input; null where they do not come out even. */
function gridOf(patches: number, height: number, width: number): readonly [number, number] | null {
  const rows = Math.round(Math.sqrt((patches * height) / width));
  const columns = Math.round((rows * width) / height);
  return rows > 1 && columns > 1 && rows * columns === patches ? [rows, columns] : null;
}

const stepsOf = (places: number, steps: number): readonly [number, number] | null =>
  places === steps ? [steps, 1] : null;
