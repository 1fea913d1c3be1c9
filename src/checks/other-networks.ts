import { clearlyMore } from '../statistics/chance.ts';
import type { GateEvidence } from '../statistics/evidence.ts';
import type { GateObstacle } from '../statistics/obstacle.ts';
import { capitalised, percent } from '../statistics/wording.ts';
import type { Change, LabFacts } from './lab.ts';
import { winner } from './winner.ts';

/** With fewer inputs in common no interval is worth its name. */
const FEWEST_COMMON = 5;

/** What is left out where another network with these logits [N, classes] stands in the model's place, and how good it is beside it. */
export function besideModel(
  facts: Pick<LabFacts, 'count' | 'classes' | 'logits' | 'targets' | 'labels'>,
  logits: Float32Array,
): Pick<Change, 'leftOut' | 'facts'> {
  const { count, classes, targets, labels } = facts;
  const [model, other] = [facts.logits, logits].map((all) =>
    Array.from({ length: count }, (_, input) => winner(all, input, classes)),
  );
  const inputs = Array.from({ length: count }, (_, input) => input);
  const right = (answers: readonly number[], input: number) => answers[input] === labels[input];
  const labelled = inputs.filter((input) => labels[input] !== null);
  return {
    leftOut: inputs.filter((i) => model[i] !== targets[i] || other[i] !== targets[i]),
    facts: {
      labelled: labelled.length,
      lost: labelled.filter((i) => right(model, i) && !right(other, i)).length,
      gained: labelled.filter((i) => !right(model, i) && right(other, i)).length,
    },
  };
}

/** By repetition, the numbers that go with a change. */
function factsOf({ facts = {} }: GateEvidence): Readonly<Record<string, number>>[] {
  const repetitions = Math.max(0, ...Object.values(facts).map((values) => values.length));
  return Array.from({ length: repetitions }, (_, draw) =>
    Object.fromEntries(Object.entries(facts).map(([name, values]) => [name, values[draw]])),
  );
}

/** Whether a network has not learnt the training data as it had to, or is clearly wrong more often than the model (McNemar). */
const isWorse = ({ accuracy, required, lost, gained }: Readonly<Record<string, number>>): boolean =>
  accuracy === undefined ? clearlyMore(lost, gained, 0) : accuracy < required;

/** A network that knows less than the model has other maps for that reason alone. */
export const networkWorse: GateObstacle = {
  reason: 'network-worse',
  spoils: 'gate',
  means:
    'The other network knows the data less well than the model, so that its maps may differ for that reason.',
  met: (gate) => factsOf(gate).some(isWorse),
  says: (gate, after) => {
    const { accuracy, required, lost, gained, labelled } = factsOf(gate).find(isWorse)!;
    const found =
      accuracy === undefined
        ? `${lost} of ${labelled} labelled inputs are answered wrongly that the model has right, and ${gained} the other way round`
        : `a network knows ${percent(accuracy)} of the training data, not the ${percent(required)} that would make it as good as the model`;
    return `${capitalised(after)}, ${found}: its maps may differ because it has learnt less.`;
  },
};

/** Maps of a class that a network does not see are no maps of the same answer. */
export const fewInCommon: GateObstacle = {
  reason: 'few-in-common',
  spoils: 'gate',
  means: `Fewer than ${FEWEST_COMMON} inputs get the explained class from both networks.`,
  met: ({ compared }) => compared !== undefined && Math.min(...compared) < FEWEST_COMMON,
  says: ({ compared = [0] }, after) =>
    `${capitalised(after)}, ${Math.min(...compared)} inputs get the explained class from both networks; ` +
    `it takes ${FEWEST_COMMON} to compare.`,
};
