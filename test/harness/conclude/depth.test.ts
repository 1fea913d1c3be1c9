import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conclude, type Line } from '../../../src/harness/conclude/conclude.ts';
import type { RunFacts } from '../../../src/results/facts.ts';
import type { MeasurementLine } from '../../../src/results/lines.ts';

// Of two stages: "more" keeps its abs Spearman at the first and loses it at the second, and loses its signed Spearman at both.
const text = readFileSync(new URL('../telling.ndjson', import.meta.url), 'utf8').trim();
const lines = text.split('\n').map((line) => JSON.parse(line) as Line);
const facts = lines[0] as RunFacts;

const isMeasured = (line: Line): line is MeasurementLine => line.kind === 'measurement';

/** How deep `more` looks, and what is said of it; `change` may change what was measured of it. */
function deep(change: (line: MeasurementLine) => Line[] = (line) => [line], plan = facts.plan, rest = {}) {
  const found = lines
    .slice(1)
    .flatMap((line) => (isMeasured(line) && line.method === 'more' ? change(line) : [line]));
  const check = conclude([{ ...facts, ...rest, plan }, ...found]).checks.find(
    ({ method }) => method === 'more',
  )!;
  const said = check.explanation
    .split(/(?<=\.) (?=[A-Z])/)
    .filter((one) => /Falls below|At which stage/.test(one));
  const places = check.depth?.map(({ metric, place, earliest }) => [metric, place, earliest]);
  return { places, said };
}

test('a place is known as far as intervals decide it', () => {
  expect(deep()).toEqual({
    places: [
      ['spearman-abs', 2, 2],
      ['spearman-signed', 1, 1],
    ],
    said: [
      'Falls below 50 % once the top one of 2 layers is random by signed Spearman and all layers by abs Spearman.',
    ],
  });
});

test('nothing is known with one draw', () => {
  expect(deep((line) => (line.draw === 0 ? [line] : []), { ...facts.plan, draws: 1 })).toEqual({
    places: [
      ['spearman-abs', null, null],
      ['spearman-signed', null, null],
    ],
    said: [],
  });
});

test('a stage of dead maps is none of which anything is known', () => {
  const dead = (line: MeasurementLine, from: number): MeasurementLine => ({
    ...line,
    scores: Object.fromEntries(
      Object.entries(line.scores).map(([metric, scores]) => [
        metric,
        scores.map((score, at) => (at < from ? score : null)),
      ]),
    ),
  });
  const { places, said } = deep((line) => [line.condition === 'output' ? dead(line, 3) : line]);
  expect(places).toEqual([
    ['spearman-abs', 2, 1],
    ['spearman-signed', 2, 1],
  ]);
  expect(said).toEqual(['Falls below 50 % at the latest once all layers are random.']);
  expect(deep((line) => [dead(line, 0)]).said).toEqual([]);
});

test('a stage that did not move the logits is none either', () => {
  const still = lines.map((line) =>
    line.kind === 'change' ? { ...line, shifts: line.shifts.map(() => 0) } : line,
  );
  const { checks } = conclude(still);
  expect(checks.map(({ reason }) => reason)).toEqual(checks.map(() => 'model-unchanged'));
  expect(checks.flatMap(({ depth }) => depth!.map(({ place, earliest }) => place ?? earliest))).toEqual(
    checks.flatMap(({ depth }) => depth!.map(() => null)),
  );
});

test('nothing is said of a network at chance', () => {
  const accuracy = { correct: 1, count: 20, chance: 0.05, p: 0.6, finding: 'at-chance' };
  const rest = { accuracy: { ...accuracy, wouldTell: null, predictions: [], suspects: [], trials: [] } };
  expect(deep(undefined, facts.plan, rest)).toEqual({ places: undefined, said: [] });
});
