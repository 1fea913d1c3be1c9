import { accuracySentences } from '../statistics/accuracy.ts';
import { atChance } from '../statistics/chance.ts';
import type { GateObstacle, WholeObstacle } from '../statistics/obstacle.ts';
import { capitalised, percent } from '../statistics/wording.ts';

/** Logits that moved less than this, in SDs of the trained logits, count as unmoved. */
const UNMOVED = 1e-3;

/** Where a network guesses, a map has nothing to lose. */
export const untrained: WholeObstacle = {
  reason: 'untrained',
  spoils: 'check',
  means: 'The accuracy cannot be told from guessing, so that a map may have nothing to lose.',
  met: ({ accuracy }) => accuracy !== null && atChance(accuracy),
  says: ({ accuracy }) => (accuracy ? accuracySentences(accuracy).join(' ') : 'The model is at chance.'),
};

export const memorisationFailed: WholeObstacle = {
  reason: 'memorisation-failed',
  spoils: 'check',
  means: 'The random labels were not learnt, so that there is no second network to compare with.',
  met: ({ memorisation }) => memorisation !== null && !(memorisation.accuracy >= memorisation.required),
  says: ({ memorisation }) =>
    memorisation
      ? `Training on random labels reached an accuracy of ${percent(memorisation.accuracy)}, not the ` +
        `${percent(memorisation.required)} asked for: there is no model to compare with.`
      : 'The random labels were not learnt.',
};

/** Maps of a model that still answers the same show nothing by staying the same. */
export const modelUnchanged: GateObstacle = {
  reason: 'model-unchanged',
  spoils: 'gate',
  means: 'Making weights random did not move the logits, so that equal maps show nothing.',
  met: ({ logitShift }) => !(logitShift > UNMOVED),
  says: (_, after) =>
    `${capitalised(after)} the logits are where they were, so that maps which stay the same show nothing.`,
};
