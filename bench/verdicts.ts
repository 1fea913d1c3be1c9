// npm run verdicts -- [--seeds 10] [--network digits|digits-mlp] [--json FILE]
// Verdicts of the demo over several seeds, against those of Adebayo et al. 2018.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { EXPECTED_VERDICTS } from '../fixtures/digits/verdicts.ts';
import type { CheckResult, Status } from '../src/results/report.ts';
import { runChecks } from '../src/run-checks.ts';
import { printed } from './table.ts';

const NETWORKS: Readonly<Record<string, { model: string; leaveOut: readonly string[] }>> = {
  digits: { model: 'fixtures/digits/cnn', leaveOut: [] },
  'digits-mlp': { model: 'fixtures/digits/mlp', leaveOut: ['grad-cam', 'guided-grad-cam'] },
};
const METHODS = ['gradient', 'smoothgrad', 'vargrad', 'input-x-gradient', 'integrated-gradients'];
const RELU_METHODS = ['guided-backprop', 'grad-cam', 'guided-grad-cam'];

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    network: { type: 'string', default: 'digits' },
    json: { type: 'string' },
  },
});
const network = NETWORKS[values.network];
const seeds = Number(values.seeds);
if (!network || !Number.isInteger(seeds) || seeds < 1) {
  console.error(`expected --network ${Object.keys(NETWORKS).join('|')} and --seeds of at least 1`);
  process.exit(2);
}

const methods = [...METHODS, ...RELU_METHODS].filter((m) => !network.leaveOut.includes(m));
const found = new Map<string, CheckResult[]>();
for (let seed = 0; seed < seeds; seed++) {
  const started = performance.now();
  const { checks } = await runChecks({
    model: network.model,
    inputs: 'fixtures/digits/test',
    methods: [...methods, 'controls'],
    seed,
  });
  for (const check of checks) found.set(check.method, [...(found.get(check.method) ?? []), check]);
  console.error(`seed ${seed}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

const rows = [...found].map(([method, checks]) => {
  const count = (status: Status) => `${checks.filter((c) => c.status === status).length}`;
  const reasons = [...new Set(checks.map((c) => c.reason).filter((r) => r && r !== 'gate-exceeded'))];
  const expected = EXPECTED_VERDICTS[method];
  const met = expected ? checks.filter((c) => expected.includes(c.status)).length : null;
  return [
    method,
    count('passed'),
    count('failed'),
    count('inconclusive'),
    reasons.join(', '),
    expected?.join(' or ') ?? '-',
    met === null ? '-' : `${met} of ${checks.length}`,
  ];
});
const columns = ['method', 'passed', 'failed', 'inconclusive', 'reasons', 'expected', 'met'];
const title = `Verdicts on ${network.model}, 32 inputs, 5 draws, ${seeds} seeds`;
console.log(printed({ title, columns, rows, notes: [] }));
if (values.json) await writeFile(values.json, `${JSON.stringify(Object.fromEntries(found), null, 2)}\n`);
