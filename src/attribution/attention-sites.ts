import type { Model, Site } from '../model/model.ts';
import { MisfitError } from './misfit.ts';

/** Where attention weights [heads, tokens, tokens] are read, from input to output, and how tokens lie on the input. */
export interface AttentionPlan {
  readonly sites: readonly Site[];
  readonly tokens: number;
  /** Rows and columns of patches. */
  readonly grid: readonly [number, number];
  /** Whether a token that stands for no patch comes before them. */
  readonly classToken: boolean;
}

/** Throws where a network has no attention over patches of its input, or attention of several sizes. */
export function attentionPlan({ sites, inputShape }: Pick<Model, 'sites' | 'inputShape'>): AttentionPlan {
  const found = sites.filter(
    ({ kind, shape }) => kind === 'Softmax' && shape.length === 3 && shape[1] === shape[2],
  );
  const tokens = found[0]?.shape[1];
  const even = found.every(({ shape }) => shape[1] === tokens);
  const [height, width] = inputShape;
  for (const classToken of [true, false]) {
    const grid = tokens === undefined || !even ? null : gridOf(tokens - (classToken ? 1 : 0), height, width);
    if (grid) return { sites: found, tokens, grid, classToken };
  }
  throw new MisfitError({
    thing: 'attention-rollout',
    expected: 'a transformer with attention among patches of its input',
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
