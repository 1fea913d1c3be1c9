import { expect, test } from 'vitest';
import type { Io } from '../../src/cli/command.ts';
import { reportFailure, UsageError } from '../../src/cli/failure.ts';
import { InputError } from '../../src/errors.ts';
import { Capture } from './call.ts';

function told(error: unknown, debug = false, signal?: AbortSignal): { code: number; text: string } {
  const stderr = new Capture();
  const io: Io = { stdout: new Capture(), stderr, env: {}, cwd: '.', signal };
  return { code: reportFailure(error, io, debug), text: stderr.text };
}

const inputError = new InputError(
  { thing: 'model.json', expected: 'a model', found: 'a poem' },
  { cause: new Error('the reason behind') },
);

test.each([
  ['faults of the input', inputError, 2, 'saliency-sanity: model.json: expected a model, found a poem.\n'],
  ['faults of the command line', new UsageError('run: no'), 2, 'saliency-sanity: run: no\n'],
  [
    'what the system says',
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    2,
    'saliency-sanity: ENOSPC: no space left on device, write\n',
  ],
  [
    'faults of the program',
    new TypeError('x is not a function'),
    70,
    'saliency-sanity: internal error: x is not a function\nRun again with --debug to see where it happened.\n',
  ],
  [
    'things that are no errors',
    'thrown text',
    70,
    'saliency-sanity: internal error: thrown text\nRun again with --debug to see where it happened.\n',
  ],
])('tells %s without a stack', (_, error, code, text) => {
  expect(told(error)).toEqual({ code, text });
});

test('shows the stack and the cause with --debug', () => {
  const { code, text } = told(inputError, true);
  expect(code).toBe(2);
  expect(text).toContain('failure.test.ts');
  expect(text).toContain('caused by Error: the reason behind');
});

test('whatever is thrown after an interrupt is the interrupt', () => {
  const { code, text } = told(new Error('session is closed'), false, AbortSignal.abort());
  expect({ code, text }).toEqual({ code: 130, text: 'saliency-sanity: interrupted\n' });
});
