import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { classGradients, competition } from '../requests/class-gradients.ts';

/** Input times gradient where the explained class wins the competition of all classes (Gupta and Arora 2019). A gradient a class. */
export const competitiveGradientXInput = defineMethod({
  name: 'competitive-gradient-x-input',
  description: 'x * dS/dx where it is the largest or the smallest of all classes',
  source: 'Gupta and Arora 2019',
  family: 'gradients',
  multipliesByInput: true,
  ranks: 'signed',
  twin: { method: 'input-x-gradient', adds: 'the competition of the classes' },
  cost: null,
  settings: {},
  build: () => ({
    requests: ({ classes }) => [classGradients('competition', classes, competition)],
    explain: async (ask, { inputs, network: { classes } }) =>
      shapedLike(inputs, (await ask(classGradients('competition', classes, competition))).slice()),
  }),
});
