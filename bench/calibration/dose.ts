import { vegaPicture } from '../../src/report/figures/vega-picture.ts';
import type { GateResult, Status } from '../../src/results/report.ts';
import { runChecks } from '../../src/run-checks.ts';
import { metricWords } from '../../src/statistics/wording.ts';
import { doses } from './control-methods.ts';
import { WORLDS } from './worlds.ts';

/** What a run said of a map of which a known share is the gradient, the rest edges of the input. */
export interface Dose {
  readonly share: number;
  readonly status: Status;
  readonly gates: readonly GateResult[];
}

const STEPS = 20;

/** Shares of the gradient from 0 to 1 in steps of .05, on the digits' convolutional network, in a run of the default size. */
export async function measureDoses(): Promise<Dose[]> {
  const world = WORLDS[0];
  const model = await world.model('');
  const inputs = world.inputs(32);
  const shares = Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS);
  const methods = await doses(model, inputs, shares);
  const { checks } = await runChecks({
    ...{ model, inputs, methods, quick: true, limit: 32, draws: 5, pictures: 0 },
    metrics: ['spearman-abs', 'spearman-signed', 'ssim'],
  });
  return checks.map(({ status, gates }, at) => ({ share: shares[at], status, gates }));
}

const nameOf = ({ stage, metric }: GateResult) => `${stage}, ${metricWords(metric)}`;

export function doseTable(found: readonly Dose[]): string[][] {
  return [
    ['share of the gradient', ...found[0].gates.map(nameOf), 'verdict'],
    ...found.map(({ share, gates, status }) => [
      share.toFixed(2),
      ...gates.map(({ retained }) => (retained === null ? '–' : retained.toFixed(2))),
      status,
    ]),
  ];
}

/** Retained similarity against the share, a line a gate with its interval. */
export async function doseFigure(found: readonly Dose[]): Promise<string> {
  const data = found.flatMap(({ share, gates }) =>
    gates.map((gate) => ({
      share,
      gate: nameOf(gate),
      retained: gate.retained,
      low: gate.low,
      high: gate.high,
    })),
  );
  const x = {
    field: 'share',
    type: 'quantitative',
    title: 'share of the gradient; the rest is edges of the input',
  };
  const colour = { field: 'gate', type: 'nominal', title: null, legend: { symbolOpacity: 1 } };
  const retained = { type: 'quantitative', title: 'retained similarity' };
  return vegaPicture({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...{ width: 420, height: 240, background: 'white', data: { values: data } },
    layer: [
      {
        mark: { type: 'area', opacity: 0.15 },
        encoding: { x, y: { field: 'low', ...retained }, y2: { field: 'high' }, color: colour },
      },
      {
        mark: { type: 'line', point: true },
        encoding: { x, y: { field: 'retained', ...retained }, color: colour },
      },
      { mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { y: { datum: 0.5 } } },
    ],
  });
}
