import { describe, expect, it } from 'vitest';
import { reportTerminal } from '../../../src/report/reporters/terminal-text.ts';
import { columns } from '../../../src/report/wording/text-layout.ts';
import { exampleReport, METHODS } from '../example.ts';
import { CONTROL, hostileReport } from '../hostile.ts';

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
  it.each([40, 60, 72, 80, 100, 200])('of %d columns', (width) => {
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

it('shows every gate, those that have no room below the verdicts', () => {
  const report = exampleReport();
  const metrics = Array.from({ length: 9 }, (_each, index) => `metric-${index}`);
  const checks = report.checks.map((check) => ({
    ...check,
    gates: metrics.map((metric) => ({ ...check.gates[0], metric })),
  }));
  const text = reportTerminal({ ...report, checks }, plain);
  for (const index of metrics.keys()) expect(text).toMatch(new RegExp(`^method .* me…${index}( |$)`, 'm'));
  for (const line of text.split('\n')) expect(columns(line)).toBeLessThanOrEqual(80);
});

it('goes on with a long name in the next line, behind a hyphen, and cuts what would take many lines', () => {
  const [first] = exampleReport().checks;
  const gates = ['output', 'full'].flatMap((stage) =>
    ['abs', 'signed', 'ssim'].map((metric) => ({
      ...first.gates[0],
      stage,
      metric,
      retained: -0.04,
      status: 'open' as const,
    })),
  );
  const named = (method: string) => {
    const checks = [
      { ...first, method, gates, status: 'inconclusive' as const, reason: 'undecided' as const },
    ];
    const lines = reportTerminal({ ...exampleReport(), checks }, plain).split('\n');
    const head = lines.findIndex((line) => line.startsWith('method '));
    const names = lines
      .slice(head + 1, lines.indexOf('', head))
      .map((line) => line.replace(/\?.*/, '').trim());
    return names.filter((name) => name !== '');
  };
  expect(named('integrated-gradients')).toEqual(['integrated-', 'gradients']);
  expect(named('a-'.repeat(60))).toEqual([expect.stringContaining('…')]);
});

it('has room for the six gates of a cascade with the longest names, numbers and reason in 80 columns', () => {
  const report = exampleReport();
  const checks = report.checks.map((check) => ({
    ...check,
    method: 'integrated-gradients',
    status: 'inconclusive' as const,
    reason: 'memorisation-failed' as const,
    gates: ['output', 'full'].flatMap((stage) =>
      ['spearman-abs', 'spearman-signed', 'ssim'].map((metric) => ({
        ...{ ...check.gates[0], stage, metric },
        ...{ retained: -1.11, status: 'open' as const },
      })),
    ),
  }));
  const lines = reportTerminal({ ...report, checks }, plain).split('\n');
  expect(lines.filter((line) => line.startsWith('method'))).toHaveLength(1);
});

it('names a stage that has one gate', () => {
  const report = exampleReport();
  const checks = report.checks.map((check) => ({
    ...check,
    gates: ['output', 'full'].map((stage) => ({ ...check.gates[0], stage })),
  }));
  expect(reportTerminal({ ...report, checks }, plain)).toMatch(/^ +output +full *$/m);
});

it('gives names of stages the room that there is', () => {
  const report = exampleReport();
  const [first] = report.checks;
  const gates = ['minus-range', 'plus-half-range'].flatMap((stage) =>
    ['spearman-abs', 'spearman-signed'].map((metric) => ({ ...first.gates[0], stage, metric })),
  );
  const short = { ...report, checks: [{ ...first, method: 'mine', gates }] };
  expect(reportTerminal(short, plain)).toMatch(/^ +minus-range +plus-half-range *$/m);
  expect(reportTerminal(short, { ...plain, width: 60 })).toMatch(/^ +minu…nge +plus…nge *$/m);
});

it('says that a run was quick, and how many methods were left out', () => {
  const report = exampleReport();
  const skipped = [
    { method: 'grad-cam', reason: 'it needs a network with a convolutional layer, found none', named: true },
    { method: 'ig-smoothgrad', reason: 'it would take too much', named: false },
  ];
  const text = reportTerminal({ ...report, plan: { ...report.plan, quick: true }, skipped }, plain);
  expect(text).toContain('quick run, 2 inputs, 5 draws');
  expect(text).toContain('1 passed, 2 failed, 1 inconclusive, 1 method left out');
});

it('joins the lines of a command as a shell does', () => {
  const text = reportTerminal(exampleReport(), plain);
  const [, command] = text.match(/ {2}\$ ((?:.*\\\n)*.*)\n/)!;
  expect(command.replace(/ \\\n +/g, ' ')).toBe(
    'npx saliency-sanity run --model model.json --inputs digits --seed 1 --methods guided-backprop --orders cascade',
  );
});

it('says once what several checks have in common', () => {
  const report = exampleReport();
  const why = '0 of 8 inputs are classified as labelled.';
  const checks = report.checks.map((check) => ({
    ...check,
    status: 'inconclusive' as const,
    explanation: `${why} Reproduce: npx saliency-sanity run --methods ${check.method}`,
  }));
  const text = reportTerminal({ ...report, checks }, plain);
  expect(text.split(why)).toHaveLength(2);
  expect(text.split('The same as of gradient, cascade.')).toHaveLength(checks.length);
  for (const { method } of checks) expect(text).toContain(`$ npx saliency-sanity run --methods ${method}`);
});
