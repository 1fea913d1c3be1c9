import { describe, expect, test } from 'vitest';
import { startText } from '../../src/cli/start-text.ts';
import type { RunStart } from '../../src/harness/measure/run-start.ts';

const cost = { maps: 5632, gradients: 73_216, training: 0, seconds: 134, largest: null };
const start: RunStart = { cost, left: cost, resumed: null, skipped: [], looks: null };

describe('startText', () => {
  test('states maps, gradients and time', () => {
    expect(startText(start, 'out')).toBe(
      'Cost: 5,632 maps, 73,216 gradients, about 2 min on this machine.\n',
    );
  });

  test('names the configuration, which may have been found without being named', () => {
    expect(startText(start, 'out', { configuration: 'saliency-sanity.config.ts' })).toMatch(
      /^Configuration: saliency-sanity\.config\.ts\.\nCost: /,
    );
    expect(startText(start, 'out', { configuration: 'a.ts', quiet: true })).toBe('');
  });

  test.each([
    [0.2, 'a few seconds'],
    [12, 'about 10 s'],
    [58, 'about 1 min'],
    [3580, 'about 1 h 0 min'],
    [24_960, 'about 6 h 56 min'],
  ])('%d s are %s', (seconds, text) => {
    expect(startText({ ...start, cost: { ...cost, seconds } }, 'out')).toContain(`gradients, ${text} on`);
  });

  test('tells the quiet only that there is nothing to go on with', () => {
    const quiet = { quiet: true };
    const steps = { done: 0, steps: 20 };
    expect(startText({ ...start, resumed: { begun: false, ...steps } }, 'out', quiet)).toBe(
      'Nothing to resume in out: the run starts from its beginning.\n',
    );
    expect(startText({ ...start, resumed: { begun: true, ...steps } }, 'out', quiet)).toBe('');
    expect(startText(start, 'out', quiet)).toBe('');
  });

  test('says the looks of a run that stops when it is decided', () => {
    const plan = [
      { inputs: 8, draws: 3 },
      { inputs: 16, draws: 4 },
    ];
    expect(startText({ ...start, looks: { plan, confidence: 0.975 } }, 'out', { width: 200 })).toBe(
      'Looks of 8 inputs x 3 draws and 16 x 4, with intervals of 97.5 % each: a method leaves as soon as it is decided.\n' +
        'Cost: at most 5,632 maps, 73,216 gradients, about 2 min on this machine.\n',
    );
  });

  test('names what takes most, what is left out and why, and where a run goes on', () => {
    const largest = { method: 'ig-smoothgrad', gradients: 2500, share: 0.96 };
    const skipped = [
      {
        method: 'grad-cam',
        reason: 'it needs a network with a convolutional layer, found none',
        named: true,
      },
    ];
    const left = { ...cost, maps: 1, gradients: 100, training: 5000, seconds: 30 };
    const told = [
      startText({ ...start, cost: { ...cost, largest }, skipped }, 'out'),
      startText({ ...start, left, resumed: { begun: true, done: 12, steps: 20 } }, 'out'),
      startText({ ...start, resumed: { begun: false, done: 0, steps: 20 } }, 'reports/saliency'),
    ].join('\n');
    expect(`\n${told}`).toMatchInlineSnapshot(`
      "
      grad-cam is left out: it needs a network with a convolutional layer, found none.
      Cost: 5,632 maps, 73,216 gradients, about 2 min on this machine.
      ig-smoothgrad takes 96 % of them, 2,500 gradients a map.

      Going on with the run in out: 12 of 20 steps are done.
      Left to do: 1 map, 100 gradients, at most 5,000 training examples, at most about
      30 s on this machine.

      Nothing to resume in reports/saliency: the run starts from its beginning.
      Cost: 5,632 maps, 73,216 gradients, about 2 min on this machine.
      "
    `);
    for (const line of told.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});
