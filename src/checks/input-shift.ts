import { rangeOf } from '../extremes.ts';
import type { GateObstacle } from '../statistics/obstacle.ts';
import { capitalised, percent } from '../statistics/wording.ts';
import { type Check, type Condition, conditionOf, namedCondition } from './check.ts';

const name = 'input-shift';

/** Of the range of the inputs. */
const SHIFTS: Readonly<Record<string, number>> = { 'minus-range': -1, 'plus-half-range': 0.5 };

/** Logits of the same function of the picture differ by less, as a share of their range. */
const EQUIVALENT = 1e-4;

const notEquivalent: GateObstacle = {
  reason: 'not-equivalent',
  spoils: 'gate',
  means:
    'The logits of the shifted network on shifted inputs are not those of the network itself, so that its maps may differ.',
  met: ({ logitChange }) => logitChange !== undefined && !(logitChange <= EQUIVALENT),
  says: ({ logitChange = Number.NaN }, after) =>
    `${capitalised(after)} logits differ by ${percent(logitChange)} of their range: it is not the same function of the picture.`,
};

/**
 * Inputs x + c and the network f'(x') = f(x' - c), which is the same function of the picture: the map has to stay
 * (input invariance, Kindermans et al. 2017). What a method calls black stays where it was.
 */
export const inputShift: Check = {
  name,
  description:
    'input invariance: all inputs are shifted, and the network with them, so that it answers the same (Kindermans et al. 2017)',
  family: 'shifted inputs',
  needs: {},
  expects: 'stay',
  bound: 0.95,
  cumulative: false,
  randomises: false,
  changesStatistics: false,
  conditions: ({ methods }) =>
    Object.keys(SHIFTS).map(
      (shift): Condition =>
        conditionOf(name, shift, {
          ...{ fixed: true, raw: true },
          methods: methods.filter((method) => !method.readsLayerInputs).map((method) => method.name),
        }),
    ),
  draws: ({ draws }) => draws,
  progress: ({ name: shift }) => `inputs shifted, ${shift}`,
  variant: (lab, { name: shift }) => ({
    key: `shift ${shift}`,
    made: async () => {
      const { inputs } = lab.facts;
      const offset = Math.fround(SHIFTS[shift] * rangeOf(inputs));
      return { offset, inputs: inputs.map((value) => value + offset) };
    },
  }),
  panel: ({ name: shift }) => shift,
  gatedAt: Object.keys(SHIFTS),
  gatedOn: ['spearman-abs', 'spearman-signed', 'ssim'],
  gateNames: [],
  gated: namedCondition,
  obstacles: [notEquivalent],
  words: {
    repetition: 'draw',
    usual: null,
    reference: 'as given',
    models: 'shifted inputs',
    cause: 'the shift',
    unchanged: 'The map of an image does not change at all.',
    notApplicable:
      'Its rules multiply by what enters the first layer, to which a shift in the bias of that layer is another thing than one of its input; that is not computed.',
    says: 'A constant is added to all inputs and taken off again inside the network, which answers the same. A map that changes shows the constant, not the network.',
    direction: 'inputs shifted by a constant',
    nullModels: 'not measured',
    after: (shift) =>
      shift === 'minus-range'
        ? 'after the inputs are shifted down by their range'
        : shift === 'plus-half-range'
          ? 'after the inputs are shifted up by half their range'
          : `at the condition "${shift}"`,
  },
};
