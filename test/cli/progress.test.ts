import { describe, expect, test } from 'vitest';
import type { Io } from '../../src/cli/command.ts';
import { duration } from '../../src/cli/pace.ts';
import { progressView } from '../../src/cli/progress.ts';
import { Capture } from './call.ts';

/** A terminal that keeps what it is told. */
class Terminal extends Capture {
  readonly isTTY = true;
  readonly columns = 80;
}

function ioWith(stderr: Capture, env: Record<string, string> = {}): Io {
  return { stdout: new Capture(), stderr, env, cwd: '.' };
}

function interruption() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** Updates once a second for a minute, the n-th with n of 60 done. */
function oneMinute(stderr: Capture, quiet = false, env = {}): void {
  let now = 0;
  const view = progressView(ioWith(stderr, env), quiet, () => now);
  for (let done = 1; done <= 60; done++) {
    now = done * 1000;
    view.update({ done, total: 60, label: `draw ${Math.ceil(done / 20)}/3, gradient` });
  }
  view.stop();
}

describe('progressView', () => {
  test('writes a line every three seconds where there is no terminal', () => {
    const stderr = new Capture();
    oneMinute(stderr);
    const lines = stderr.text.trimEnd().split('\n');
    expect(lines).toHaveLength(20);
    expect(`${lines.slice(0, 2).join('\n')}\n...\n${lines.slice(-2).join('\n')}`).toMatchInlineSnapshot(`
      "  5 % draw 1/3, gradient, 1.0 inputs/s, 57 s left
       10 % draw 1/3, gradient, 1.0 inputs/s, 54 s left
      ...
       95 % draw 3/3, gradient, 1.0 inputs/s, 3 s left
      100 % draw 3/3, gradient, 1.0 inputs/s, 0 s left"
    `);
    expect(stderr.text).not.toContain('\x1b');
  });

  test('writes lines to a terminal that cannot move its cursor', () => {
    const stderr = new Terminal();
    oneMinute(stderr, false, { TERM: 'dumb' });
    expect(stderr.text.split('\n')).toHaveLength(21);
    expect(stderr.text).not.toContain('\x1b');
  });

  test('says nothing of a run that is over at once, nor with --quiet', () => {
    const short = new Capture();
    const view = progressView(ioWith(short), false, () => 0);
    view.update({ done: 1, total: 1, label: 'gradient' });
    view.stop();
    const quiet = new Terminal();
    oneMinute(quiet, true);
    expect(short.text + quiet.text).toBe('');
  });

  test('draws a bar with share, time left and label on a terminal, and takes it away', () => {
    const stderr = new Terminal();
    let now = 0;
    const view = progressView(ioWith(stderr), false, () => now);
    now = 10_000;
    view.update({ done: 300, total: 1200, label: 'draw 1/2, cascade fc1, smoothgrad' });
    view.stop();
    expect(stderr.text).toMatch(
      /={6}-{18} 25% \| 30 inputs\/s \| 30 s left \| draw 1\/2, cascade fc1, smoothgrad/,
    );
    expect(view.rest()).toBe('25 % done, about 30 s left');
    const lastDrawn = stderr.text.lastIndexOf('smoothgrad');
    // "Erase line" comes after the last drawing.
    expect(stderr.text.indexOf('\x1b[2K', lastDrawn)).toBeGreaterThan(lastDrawn);
  });

  test('an interrupt takes the bar away at once, and it does not come back', () => {
    const stderr = new Terminal();
    const { signal, abort } = interruption();
    const view = progressView({ ...ioWith(stderr), signal }, false, () => 0);
    view.update({ done: 300, total: 1200, label: 'gradient' });
    abort();
    expect(stderr.text.endsWith('\x1b[2K')).toBe(true);
    const cleared = stderr.text;
    view.update({ done: 400, total: 1200, label: 'smoothgrad' });
    view.stop();
    expect(stderr.text).toBe(cleared);
    expect(view.rest()).toMatch(/^33 % done/);
  });

  test('uses no colour', () => {
    const stderr = new Terminal();
    oneMinute(stderr);
    // What sets the terminal's state: all but colours, which end with m.
    const sequences = stderr.text.split('\x1b[').slice(1);
    expect(sequences.length).toBeGreaterThan(0);
    expect(sequences.filter((text) => /^[\d;]*m/.test(text))).toEqual([]);
  });

  test('tells what an interrupt leaves undone, also with --quiet, nothing where nothing was begun', () => {
    let now = 0;
    const view = progressView(ioWith(new Capture()), true, () => now);
    expect(view.rest()).toBeNull();
    now = 1000;
    view.update({ done: 1, total: 1000, label: 'gradient' });
    expect(view.rest()).toBe('0 % done');
    now = 120_000;
    view.update({ done: 400, total: 1000, label: 'gradient' });
    expect(view.rest()).toBe('40 % done, about 2 min 59 s left');
  });

  test('forecasts from the pace since the first report, not from what reading and compiling took', () => {
    let now = 0;
    const view = progressView(ioWith(new Capture()), true, () => now);
    now = 60_000;
    view.update({ done: 100, total: 1000, label: 'gradient' });
    expect(view.rest()).toBe('10 % done, about 9 min 0 s left');
    now = 61_000;
    view.update({ done: 200, total: 1000, label: 'gradient' });
    expect(view.rest()).toBe('20 % done, about 8 s left');
  });

  test('can be stopped before anything was done, and twice', () => {
    const stderr = new Terminal();
    const view = progressView(ioWith(stderr), false);
    view.stop();
    view.stop();
    expect(stderr.text).toBe('');
  });
});

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min 0 s'],
  [3_599_400, '59 min 59 s'],
  [3_600_000, '1 h 0 min'],
  [7_500_000, '2 h 5 min'],
])('%d ms are %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
