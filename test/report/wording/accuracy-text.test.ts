import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../../src/report/html/report-html.ts';
import { jobSummary } from '../../../src/report/reporters/job-summary.ts';
import { reportJunit } from '../../../src/report/reporters/junit.ts';
import { reportMarkdown } from '../../../src/report/reporters/markdown.ts';
import { tapReporter } from '../../../src/report/reporters/tap.ts';
import { reportTerminal } from '../../../src/report/reporters/terminal-text.ts';
import { accuracyText, predictionCells, predictionLines } from '../../../src/report/wording/accuracy-text.ts';
import { predictionText, predictionWords } from '../../../src/report/wording/prediction-text.ts';
import type { AccuracyFinding } from '../../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../../src/results/report-schema.ts';
import { exampleReport } from '../example.ts';
import { CONTROL, HOSTILE } from '../hostile.ts';
import { textOf } from '../html/page-text.ts';

const accuracy: AccuracyFinding = {
  ...{ correct: 17, count: 64, chance: 0.1, constant: 0, p: 0.0001465, finding: 'poor', wouldTell: null },
  predictions: [
    {
      ...{ label: 0, name: 'cat', count: 12 },
      predicted: [3, 0, 1, 4, 5].map((c, i) => ({ class: c, count: [5, 3, 2, 1, 1][i] })),
    },
    { label: 1, name: null, count: 1, predicted: [{ class: 1, count: 1 }] },
  ],
  suspects: [{ kind: 'preprocess', correct: 62, remedy: '--preprocess raw' }],
  trials: [{ preprocess: 'raw', channels: 'rgb', correct: 62 }],
};
const report = { ...exampleReport(), accuracy };

describe('the accuracy of a report', () => {
  it('is a sentence, and a line for every label where it is poor', () => {
    expect([accuracyText(report), ...predictionLines(report)]).toMatchInlineSnapshot(`
      [
        "17 of 64 inputs are classified as labelled (27 %; guessing gives 10 %, p = .00014): better than chance, and still poor. Suspected is the preprocessing: with --preprocess raw 62 of 64 would be right.",
        "cat (label 0), 12 inputs: 5 as class 3, 3 as class 0, 2 as class 1 and 2 as others",
        "label 1, 1 input: 1 as class 1",
      ]
    `);
    const answers = '5 as class 3, 3 as class 0, 2 as class 1 and 2 as others';
    expect(predictionCells(report)[1]).toEqual(['cat', answers, '0', '12']);
    expect(accuracyText(exampleReport())).toBeNull();
    expect(accuracyText({ accuracy: null })).toBeNull();
    expect(predictionLines({ accuracy: null })).toEqual([]);
  });

  it('leaves the labels beyond a dozen to report.json', () => {
    const predictions = Array.from({ length: 40 }, (_, label) => ({ ...accuracy.predictions[1], label }));
    const lines = predictionLines({ accuracy: { ...accuracy, predictions } });
    expect([lines.length, lines.at(-1)]).toEqual([13, '28 more labels in report.json']);
  });

  it('stands in every report', async () => {
    const texts = [
      reportTerminal(report, { width: 500 }),
      ...[reportMarkdown(report), jobSummary(report)],
      ...[reportJunit(report), tapReporter(report), textOf(await reportHtml(report, null))],
    ];
    for (const text of texts) {
      expect(text).toContain('17 of 64 inputs are classified as labelled');
      expect(text.replaceAll('\\', '')).toContain('with --preprocess raw 62 of 64 would be right');
    }
    for (const text of [texts[0], texts[1], texts[5]]) expect(text).toContain('5 as class 3');
    expect(REPORT_SCHEMA.parse(report).accuracy).toEqual(accuracy);
  });

  it('names the classes where they have names', async () => {
    const [row] = accuracy.predictions;
    const own = row.predicted.map((one) => ({ ...one, name: `kind ${one.class}` }));
    const predictions = [{ ...row, className: 'house cat', predicted: own }];
    const named = { ...report, accuracy: { ...accuracy, predictions } };
    expect(predictionLines(named)).toEqual([
      'cat (label 0 house cat), 12 inputs: 5 as class 3 kind 3, 3 as class 0 kind 0, 2 as class 1 kind 1 and 2 as others',
    ]);
    for (const text of [reportTerminal(named, { width: 500 }), reportMarkdown(named)]) {
      expect(text).toMatch(/house cat.*5 as class 3 kind 3|5 as class 3 kind 3.*house cat/);
    }
    expect(textOf(await reportHtml(named, null))).toContain('0 house cat');
    expect(REPORT_SCHEMA.parse(named).accuracy).toEqual(named.accuracy);
  });

  it('escapes the names of folders', async () => {
    const predicted = [{ class: 1, name: HOSTILE, count: 12 }];
    const predictions = [{ ...accuracy.predictions[0], name: HOSTILE, className: HOSTILE, predicted }];
    const suspects = [{ kind: 'class-order', correct: 60, remedy: `labels.json {"${HOSTILE}": 1}` } as const];
    const hostile = { ...report, accuracy: { ...accuracy, predictions, suspects } };
    for (const text of [
      reportTerminal(hostile, { colour: false }),
      reportMarkdown(hostile),
      reportJunit(hostile),
      tapReporter(hostile),
    ]) {
      expect(text).not.toMatch(CONTROL);
    }
    expect(reportMarkdown(hostile)).not.toMatch(/^## not a heading/m);
    expect(await reportHtml(hostile, null)).not.toContain('<img src=x');
    expect(
      tapReporter(hostile)
        .split('\n')
        .filter((line) => line.startsWith('#')),
    ).toHaveLength(1);
  });
});

describe('what a network makes of an input', () => {
  const input = { id: 'a', sha256: '', label: null };
  it.each([
    [{ ...input, predicted: 3, probability: 0.981 }, '3 (.98)', 'predicted class 3 (.98)'],
    [{ ...input, predicted: 3, probability: 0.981, label: 4 }, '3 (.98)', 'predicted class 3 (.98), label 4'],
    [{ ...input, predicted: 3 }, '3', 'predicted class 3'],
    [
      { ...input, predicted: 3, predictedName: 'tabby\ncat', probability: 0.981, label: 4, labelName: 'dog' },
      '3 tabby cat (.98)',
      'predicted class 3 tabby cat (.98), label 4 dog',
    ],
    [{ ...input, value: 0.271281 }, '0.2713', 'output 0.2713'],
    [{ ...input, value: -1.5e-9 }, '−1.500e−9', 'output −1.500e−9'],
  ])('%o', (given, text, words) => {
    expect([predictionText(given), predictionWords(given)]).toEqual([text, words]);
  });
});
