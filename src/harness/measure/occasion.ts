import type { Condition } from '../../checks/check.ts';

/** Names a stage in a draw among all that is explained. */
export const occasionOf = ({ stage, draw }: { readonly stage: Condition; readonly draw: number }): string =>
  JSON.stringify([stage.check, stage.name, draw]);
