import { expect, test } from 'vitest';
import type { WeightRole } from '../../../src/model/model.ts';
import { constantsOf } from '../../../src/model/network/constants.ts';
import { flowTo } from '../../../src/model/network/data-flow.ts';
import { finalActivation } from '../../../src/model/network/final-activation.ts';
import { unitsOf } from '../../../src/model/network/layer-groups.ts';
import { standingNormalisations } from '../../../src/model/network/normalisations.ts';
import { type Operation, type OperationKind, operator } from '../../../src/model/network/operation.ts';
import { placesOf } from '../../../src/model/network/sites.ts';

/** An operation of a format with words of its own; what its inputs are for is told one by one. */
function operation(
  [kind, op]: readonly [OperationKind, string],
  name: string,
  inputs: readonly Operation[] = [],
  roles: readonly WeightRole[] = [],
): Operation {
  return {
    ...operator(kind),
    ...{ name, op, ending: op === 'Squash' ? ({ name: 'softmax', whole: true } as const) : null },
    ...{ lastAxis: true, epsilon: 1e-5, roleOf: (input) => roles[input] ?? 'other' },
    inputs: inputs.map((node) => ({ node, index: 0 })),
  };
}

const constant = (name: string) => operation(['constant', 'Numbers'], name);

test('layers, roles and places go by the kinds of operations, whatever their format calls them', () => {
  const x = operation(['input', 'Feed'], 'x');
  const filter = operation(
    ['convolution', 'Filter'],
    'filter',
    [x, constant('a'), constant('b')],
    [...(['other', 'kernel', 'bias'] as const)],
  );
  const moments: WeightRole[] = ['other', 'scale', 'offset', 'moving-mean', 'moving-variance'];
  const own = ['scale', 'offset', 'mean', 'variance'].map(constant);
  const normal = operation(['normalisation', 'Normal'], 'normal', [filter, ...own], moments);
  const bend = operation(['activation', 'Bend'], 'bend', [normal]);
  const flat = operation(['moves', 'Flat'], 'flat', [bend]);
  const dense = operation(['product', 'Dense'], 'dense', [flat, constant('c')], ['other', 'kernel']);
  const squash = operation(['other', 'Squash'], 'squash', [dense]);
  const flow = flowTo(squash, x, 'net');
  const facts = new Map(
    flow.order
      .filter(({ kind }) => kind === 'constant')
      .map(({ name }, i) => [name, { dtype: 'float32', shape: [2], values: Float32Array.of(i, i + 1) }]),
  );
  const { learned, fixed } = constantsOf(flow, facts);
  expect(fixed).toEqual([]);
  expect(Object.fromEntries(learned.map((one) => [one.constant.name, one.role]))).toEqual({
    ...{ a: 'kernel', b: 'bias', c: 'kernel' },
    ...{ scale: 'scale', offset: 'offset', mean: 'moving-mean', variance: 'moving-variance' },
  });
  const units = unitsOf(flow, learned);
  expect(units.map(({ anchor, end }) => [anchor.name, end.name])).toEqual([
    ['filter', 'filter'],
    ['normal', 'bend'],
    ['dense', 'dense'],
  ]);
  const removed = finalActivation(squash, flow);
  expect(removed).toEqual({ name: 'softmax', node: squash, whole: true });
  expect(standingNormalisations(flow, learned).map(({ node }) => node.name)).toEqual(['normal']);
  const places = placesOf(flow, units, [x, removed?.node]);
  expect(places.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
    ...['filter: Filter', 'normal: Normal', 'flat: Flat', 'dense: Dense'],
  ]);
});
