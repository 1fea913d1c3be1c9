import { expect, test } from 'vitest';
import { judgedText } from '../../../src/report/wording/judged-text.ts';
import { exampleReport } from '../example.ts';

const { plan } = exampleReport();

test('each gate for itself, another margin and coverage', () => {
  expect(
    judgedText({ plan: { ...plan, confidence: 0.9, margin: 0.25, correction: 'none' } }),
  ).toMatchInlineSnapshot(
    `"intervals of 90 % over inputs and draws; margin .25 beyond the derivative; each gate for itself"`,
  );
});

test('the coverage of each look where a run stops when it is decided', () => {
  const looks = { plan: [], confidence: 0.9875, taken: 1, maps: 0, fixed: { inputs: 8, draws: 3, maps: 0 } };
  expect(judgedText({ plan, looks })).toMatch(/^intervals of 98.75 % over inputs and draws;/);
});

test('a report of a version without margin and correction says nothing of them', () => {
  const { margin, correction, ...earlier } = plan;
  expect([margin, correction]).toEqual([0.1, 'holm']);
  expect(judgedText({ plan: earlier as typeof plan })).toBe('intervals of 95 % over inputs and draws');
});
