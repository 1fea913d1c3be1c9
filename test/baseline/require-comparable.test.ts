import { expect, test } from 'vitest';
import { requireComparable } from '../../src/baseline/require-comparable.ts';
import type { Report } from '../../src/results/report.ts';
import { exampleReport } from '../report/example.ts';

const report = exampleReport();

function refusal(change: Partial<Report>): string | null {
  try {
    requireComparable('baseline.json', report, { ...report, ...change });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

test('accepts the same plan wherever files lie and whatever does the work', () => {
  const plan = { ...report.plan, model: 'elsewhere', inputs: 'x', threads: 64, batch: 1, pictures: 0 };
  expect(refusal({ plan: { ...plan, engine: 'eager', backend: 'cpu' } })).toBeNull();
  // As it comes back from its file.
  expect(refusal(JSON.parse(JSON.stringify(report)))).toBeNull();
});

test('takes other networks beside the model for another run, wherever they lie', () => {
  const network = (source: string, sha256: string) => ({ name: 'replica-1', source, sha256 });
  const compare = (present: Report['networks']) => () =>
    requireComparable(
      'baseline.json',
      { ...report, networks: [network('a.onnx', 'aa')] },
      { ...report, networks: present },
    );
  expect(compare([network('b.onnx', 'aa')])).not.toThrow();
  expect(compare([network('a.onnx', 'bb')])).toThrow(/networks\[0\].sha256 "aa" there and "bb" here/);
  expect(compare(undefined)).toThrow(/networks/);
});

test('takes the two Unicode forms of an id for the same', () => {
  const named = (id: string) => [{ ...report.inputs[0], id }];
  const compare = () =>
    requireComparable(
      'baseline.json',
      { ...report, inputs: named('caf\u00e9.png') },
      { ...report, inputs: named('cafe\u0301.png') },
    );
  expect(compare).not.toThrow();
});

test('names what differs', () => {
  const { plan, model, inputs } = report;
  const [first, second] = inputs;
  const differing: Partial<Report>[] = [
    { version: '9.0.0' },
    { model: { ...model, sha256: 'ee'.repeat(32) } },
    { inputs: [first] },
    { inputs: [first, { ...second, sha256: 'ff' }] },
    { plan: { ...plan, draws: 6 } },
    { plan: { ...plan, methods: { ...plan.methods, smoothgrad: { draws: 3 } } } },
    { plan: { ...plan, metrics: ['ssim'] } },
    { plan: { ...plan, gates: plan.gates.map((gate) => ({ ...gate, maximum: 0.4 })) } },
    { version: '9.0.0', plan: { ...plan, layers: ['fc1'] } },
  ];
  expect(`\n${differing.map(refusal).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    baseline baseline.json: expected the report of a run of the same version, model, inputs and plan, found version "0.1.0" there and "9.0.0" here. Where the change is meant, replace the baseline: npx saliency-sanity baseline update.
    baseline baseline.json: expected the report of a run of the same version, model, inputs and plan, found model.sha256 "abababababababababababababababababababababababababababababa…" there and "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee…" here. Where the change is meant, replace the baseline: npx saliency-sanity baseline update.
    baseline baseline.json: expected the report of a run of the same version, model, inputs and plan, found inputs.length 2 there and 1 here. Where the change is meant, replace the baseline: npx saliency-sanity baseline update.
    baseline baseline.json: expected the report of a run of the same version, model, inputs and plan, found inputs[1].sha256 "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdc…" there and "ff" here. Where the change is meant, replace the baseline: npx saliency-sanity baseline update.
    baseline baseline.json: expected the report of a run of the same version, model, inputs and plan, found plan.draws 5 there and 6 here. Where the change is meant, replace the baseline: npx saliency-sanity baseline update.
    baseline baseline.json: expected the report of a run of the same version, model, inputs and plan, found plan.methods.smoothgrad nothing there and {"draws":3} here. Where the change is meant, replace the baseline: npx saliency-sanity baseline update.
    baseline baseline.json: expected the report of a run of the same version, model, inputs and plan, found plan.metrics ["spearman-abs","spearman-signed","ssim"] there and ["ssim"] here. Where the change is meant, replace the baseline: npx saliency-sanity baseline update.
    baseline baseline.json: expected the report of a run of the same version, model, inputs and plan, found plan.gates[0].maximum 0.5 there and 0.4 here, plan.gates[1].maximum 0.5 there and 0.4 here, plan.gates[2].maximum 0.5 there and 0.4 here, and 3 more. Where the change is meant, replace the baseline: npx saliency-sanity baseline update.
    baseline baseline.json: expected the report of a run of the same version, model, inputs and plan, found version "0.1.0" there and "9.0.0" here, plan.layers null there and ["fc1"] here. Where the change is meant, replace the baseline: npx saliency-sanity baseline update.
    "
  `);
});
