import { describe, expect, test } from 'vitest';
import type { Batch } from '../../src/attribution/method.ts';
import { METHOD_SETS } from '../../src/attribution/registry.ts';
import type { MethodChoice } from '../../src/config/config.ts';
import { selectMethods } from '../../src/harness/prepare/select-methods.ts';
import { openSubject } from '../../src/harness/prepare/subject.ts';
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
    const before = selectMethods([{ name: 'smoothgrad', draws: 3 }, 'paper']);
    const after = selectMethods(['paper', { name: 'smoothgrad', draws: 3 }]);
    for (const methods of [before, after]) {
      const one = methods.filter(({ method }) => method.name === 'smoothgrad');
      expect(one.map(({ method, set }) => [method.settings.draws, set])).toEqual([[3, null]]);
    }
  });

  test('settings stand beside methods without', () => {
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

test('cam is a set where it is a word, and the method where it has settings', () => {
  expect(selectMethods('cam').map(({ method }) => method.name)).toEqual(METHOD_SETS.cam);
  expect(selectMethods([{ name: 'cam' }]).map(({ method }) => method.name)).toEqual(['cam']);
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
          "message": "guided-backprop is left out: it needs a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by",
        },
        {
          "code": "method-skipped",
          "message": "deconvnet is left out: it needs a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by",
        },
        {
          "code": "method-skipped",
          "message": "rectgrad is left out: it needs a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by",
        },
        {
          "code": "method-skipped",
          "message": "attn-lrp is left out: it needs a network with one of the kernels that it acts on: Softmax, found none between the logits and what they are differentiated by",
        },
        {
          "code": "method-skipped",
          "message": "guided-grad-cam is left out: it needs a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by",
        },
        {
          "code": "method-skipped",
          "message": "cam is left out: it needs a network that ends with global average pooling and one dense layer, found it ends with flat (Flatten), fc1 (Dense), output (Dense)",
        },
        {
          "code": "method-skipped",
          "message": "attention-rollout is left out: it needs a transformer with attention among patches of its input, found no attention weights",
        },
        {
          "code": "method-costly",
          "message": "mask-perturbation is left out: it would take 300 gradients and 300 forward passes a map, 47 % of the work; --methods all,mask-perturbation asks for it",
        },
        {
          "code": "method-costly",
          "message": "extremal-perturbation is left out: it would take 800 gradients a map, 54 % of the work; --methods all,extremal-perturbation asks for it",
        },
        {
          "code": "method-costly",
          "message": "lime is left out: it would take 1,001 forward passes a map, 60 % of the work; --methods all,lime asks for it",
        },
        {
          "code": "method-costly",
          "message": "kernel-shap is left out: it would take 1,002 forward passes a map, 60 % of the work; --methods all,kernel-shap asks for it",
        },
        {
          "code": "method-costly",
          "message": "ig-smoothgrad is left out: it would take 2,500 gradients a map, 79 % of the work; --methods all,ig-smoothgrad asks for it",
        },
        {
          "code": "method-costly",
          "message": "rise is left out: it would take 4,000 forward passes a map, 85 % of the work; --methods all,rise asks for it",
        },
      ]
    `);
    await subject.dispose();
  });

  test('are left out with a notice, too, when they were asked for by name: the others run', async () => {
    const subject = await open('deconvnet,gradient,guided-backprop,controls');
    expect(subject.methods.map((m) => m.name)).toEqual([
      'gradient',
      'input',
      'edge-detector',
      'constant',
      'fixed-noise',
      'fresh-noise',
    ]);
    const reason =
      'it needs a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by';
    expect(subject.skipped).toEqual([
      { method: 'deconvnet', reason, named: true },
      { method: 'guided-backprop', reason, named: true },
    ]);
    expect(subject.notices.map(({ message }) => message)).toEqual([
      `deconvnet is left out: ${reason}`,
      `guided-backprop is left out: ${reason}`,
    ]);
    await subject.dispose();
  });

  test('are refused, all at once, where none is left', async () => {
    await expect(open('guided-backprop')).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: method guided-backprop: expected a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by.]`,
    );
    await expect(open('guided-backprop,deconvnet')).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: methods: expected one that fits the model, found none (guided-backprop: it needs a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by; deconvnet: it needs a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by).]`,
    );
  });

  test('a layer that does not exist is a fault of the settings', async () => {
    const methods = ['gradient', { name: 'grad-cam', layer: 'conv9' }];
    const opened = openSubject({ model: tanh, inputs, methods, threads: 1 }, { cwd: '.' });
    await expect(opened).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: layer conv9: expected one of the 6 layers and operations of the model, found a name that is not known. Did you mean conv1 or conv2?]`,
    );
  });
});

describe('a method that takes more than half of the work', () => {
  const inputs = { values: blobs(2), shape: [12, 12, 1] };
  const open = async (methods: MethodChoice) => {
    const subject = await openSubject({ model: smallNetwork(), inputs, methods, threads: 1 }, { cwd: '.' });
    await subject.dispose();
    return subject;
  };

  test('is left out where it came with a set, with the way to ask for it', async () => {
    const { methods, skipped, notices } = await open('paper');
    expect(methods.map(({ name }) => name)).toEqual(METHOD_SETS.paper.filter((m) => m !== 'ig-smoothgrad'));
    expect(skipped).toMatchObject([{ method: 'ig-smoothgrad', named: false }]);
    expect(notices).toMatchInlineSnapshot(`
      [
        {
          "code": "method-costly",
          "message": "ig-smoothgrad is left out: it would take 2,500 gradients a map, 96 % of the work; --methods paper,ig-smoothgrad asks for it",
        },
      ]
    `);
  });

  test('is in the run where it was asked for by name', async () => {
    const { methods, skipped } = await open('paper,ig-smoothgrad');
    expect(methods).toHaveLength(METHOD_SETS.paper.length);
    expect(skipped).toEqual([]);
  });

  test('is in the run where it is no such thing', async () => {
    const little = { name: 'ig-smoothgrad', draws: 2, steps: 3 };
    const { methods } = await open(['paper', little]);
    expect(methods).toHaveLength(METHOD_SETS.paper.length);
  });
});
