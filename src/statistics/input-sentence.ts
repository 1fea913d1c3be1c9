import type { Evidence } from './evidence.ts';
import { retainedWords } from './retained-words.ts';
import type { GateSources, InputShare } from './source-types.ts';
import type { GateResult } from './verdict-types.ts';
import { metricWords, percent } from './wording.ts';

type Told = Pick<GateSources, 'stage'> & { readonly input: InputShare };

/**
 * How much of what failed gates retain the input alone explains, at the one that retains most. It is said of the task, not of the
 * method (Yona and Greenfeld 2021). Nothing where no rank correlation was measured or nothing of it is retained.
 */
export function inputSentences(evidence: Evidence, gates: readonly GateResult[]): string[] {
  const failed = gates.filter(({ status }) => status === 'failed');
  const found = (evidence.sources ?? [])
    .filter(({ stage, metric }) => failed.some((gate) => gate.stage === stage && gate.metric === metric))
    .flatMap(({ stage, input }): Told[] => (input && input.explained !== null ? [{ stage, input }] : []));
  if (found.length === 0) return [];
  const retained = ({ input }: Told) => input.retained.mean!;
  return [
    sentence(
      evidence,
      found.reduce((most, each) => (retained(each) > retained(most) ? each : most)),
    ),
  ];
}

function sentence(evidence: Evidence, { stage, input }: Told): string {
  const { metric, retained, left, explained } = input;
  const said = (share: string, rest = '') =>
    `On this task the input alone (|x − baseline|, edges, nearness to the centre) explains ${share} of the ${metricWords(metric)} ` +
    `similarity that is retained ${evidence.words.after(stage)}${rest}.`;
  if (explained! < 0.005) return said('nothing');
  if (explained! > 0.995) return said('all');
  return said(
    percent(explained!),
    `: ${retainedWords(retained.mean!, null, null)} is retained with that part, ${retainedWords(left.mean!, left.low, left.high)} without it`,
  );
}
