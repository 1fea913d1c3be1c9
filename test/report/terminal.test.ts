import { describe, expect, it } from 'vitest';
import { reportTerminal } from '../../src/report/terminal.ts';
import { columns } from '../../src/report/text-layout.ts';
import { exampleReport, METHODS } from './example.ts';
import { CONTROL, hostileReport } from './hostile.ts';

const plain = { colour: false, width: 80 };
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

it('reads as it did at 80 columns', async () => {
  const text = reportTerminal(exampleReport(), { ...plain, paths: ['reports/report.json'] });
  await expect(text).toMatchFileSnapshot('snapshots/terminal.txt');
});

describe('no line is wider than the terminal', () => {
  const wide = ['層'.repeat(30), 'a-very-long-method-name-that-has-many-words', ...METHODS];
  const report = { ...exampleReport({ methods: wide }), command: 'x'.repeat(200) };
  const long = {
    ...hostileReport(),
    notices: [{ code: 'x', message: 'word '.repeat(100) + 'y'.repeat(300) }],
  };
  it.each([60, 72, 80, 100, 200])('of %d columns', (width) => {
    for (const each of [exampleReport(), report, long]) {
      const lines = reportTerminal(each, { colour: false, width, paths: [`/tmp/${'p'.repeat(150)}`] }).split(
        '\n',
      );
      expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(width);
    }
  });
});

it('says the same with colours and without', () => {
  const coloured = reportTerminal(exampleReport(), { colour: true, width: 80 });
  expect(coloured).toMatch(ANSI);
  expect(coloured.replace(ANSI, '')).toBe(reportTerminal(exampleReport(), plain));
});

it('lets no name steer the terminal', () => {
  expect(reportTerminal(hostileReport(), plain)).not.toMatch(CONTROL);
});

it('counts the gates that it leaves out', () => {
  const report = exampleReport();
  const metrics = Array.from({ length: 9 }, (_each, index) => `metric-${index}`);
  const checks = report.checks.map((check) => ({
    ...check,
    gates: metrics.map((metric) => ({ ...check.gates[0], metric })),
  }));
  expect(reportTerminal({ ...report, checks }, plain)).toMatch(/\(\d more gates in the report\)/);
});

it('joins the lines of a command as a shell does', () => {
  const text = reportTerminal(exampleReport(), plain);
  const [, command] = text.match(/ {2}\$ ((?:.*\\\n)*.*)\n/)!;
  expect(command.replace(/ \\\n +/g, ' ')).toBe(
    'saliency-sanity run --model model.json --inputs digits --methods guided-backprop --seed 1',
  );
});
