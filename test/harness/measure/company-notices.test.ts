import { expect, test } from 'vitest';
import type { CustomMethod } from '../../../src/attribution/custom-method.ts';
import { runChecks } from '../../../src/run-checks.ts';
import { blobs, smallNetwork } from '../../attribution/small-network.ts';

const gradient: CustomMethod['explain'] = (model, { values }, targets) => model.gradient(values, targets);

/** The map of the next input of the batch. */
const neighbour: CustomMethod['explain'] = async (model, { values, count }, targets) => {
  const maps = await model.gradient(values, targets);
  const size = maps.length / count;
  return maps.map((_, at) => maps[(at + size) % maps.length]);
};

let calls = 0;
/** Other noise at every call. */
const noise: CustomMethod['explain'] = (_, { values }) => {
  calls++;
  return values.map((_value, at) => Math.sin(at * at + 31 * calls));
};

test('a method that gives an input the map of its neighbour is named, one that gives it its own or noise is not', async () => {
  const { notices, checks } = await runChecks({
    model: smallNetwork(),
    inputs: { values: blobs(8), shape: [12, 12, 1] },
    methods: [
      { name: 'own', explain: gradient },
      { name: 'neighbour', explain: neighbour },
      { name: 'noise', explain: noise },
    ],
    draws: 2,
    threads: 1,
    quick: true,
  });
  expect(checks.length).toBe(3);
  expect(notices.filter(({ code }) => code === 'company')).toMatchInlineSnapshot(`
    [
      {
        "code": "company",
        "message": "neighbour gives an input another map alone than among others: check that each map is that of its own input",
      },
    ]
  `);
});
