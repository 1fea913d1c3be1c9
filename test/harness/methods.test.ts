import { describe, expect, test } from 'vitest';
import type { Batch } from '../../src/attribution/method.ts';
import { selectMethods } from '../../src/harness/select-methods.ts';
import { openSubject } from '../../src/harness/subject.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

const names = (choice: Parameters<typeof selectMethods>[0]) =>
  selectMethods(choice).map(({ method }) => method.name);
const explain = async (_: unknown, { values }: Batch) => values;

describe('a choice of methods', () => {
  test.each([
    ['gradient', ['gradient']],
    ['gradient, smoothgrad', ['gradient', 'smoothgrad']],
    ['controls,gradient', ['input', 'edge-detector', 'constant', 'fixed-noise', 'fresh-noise', 'gradient']],
    [
      ['gradient', { name: 'smoothgrad', draws: 3 }],
      ['gradient', 'smoothgrad'],
    ],
    [['gradient', 'gradient'], ['gradient']],
    [
      ['gradient', { name: 'mine', explain }],
      ['gradient', 'mine'],
    ],
  ])('%j', (choice, expected) => {
    expect(names(choice)).toEqual(expected);
  });

  test('settings beside a set replace the method of the set', () => {
    const selected = selectMethods(['vargrad', { name: 'smoothgrad', draws: 3 }]);
    expect(selected.map(({ method }) => method.settings.draws)).toEqual([50, 3]);
  });

  test.each([
    ['gradiant'],
    [''],
    [
      [
        { name: 'smoothgrad', draws: 3 },
        { name: 'smoothgrad', draws: 4 },
      ],
    ],
    [[{ name: 'smoothgrad', sigma: 1 }]],
  ])('%j is refused', (choice) => {
    expect(() => selectMethods(choice)).toThrowErrorMatchingSnapshot();
  });
});

describe('methods that do not fit the model', () => {
  const tanh = smallNetwork('tanh');
  const inputs = { values: blobs(2), shape: [12, 12, 1] };
  const open = (methods: string) => openSubject({ model: tanh, inputs, methods, threads: 1 }, { cwd: '.' });

  test('are left out with a notice when they came with a set', async () => {
    const subject = await open('all');
    expect(subject.methods.map((m) => m.name)).not.toContain('guided-backprop');
    expect(subject.notices).toMatchInlineSnapshot(`
      [
        {
          "code": "method-skipped",
          "message": "guided-backprop is left out: it needs a network with ReLU units for the rule to act on, found none",
        },
        {
          "code": "method-skipped",
          "message": "deconvnet is left out: it needs a network with ReLU units for the rule to act on, found none",
        },
        {
          "code": "method-skipped",
          "message": "guided-grad-cam is left out: it needs a network with ReLU units for the rule to act on, found none",
        },
      ]
    `);
    await subject.dispose();
  });

  test('are refused when they were asked for', async () => {
    await expect(open('guided-backprop')).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: method guided-backprop: expected a network with ReLU units for the rule to act on, found none.]`,
    );
  });
});
