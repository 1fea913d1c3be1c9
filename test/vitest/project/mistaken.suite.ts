import { test } from 'vitest';
import { describeSanityChecks } from '../../../src/vitest/index.ts';

const cwd = process.env.PROJECT;
const base = { model: 'model', inputs: 'inputs.npy', methods: ['gradient'], draws: 2 };

describeSanityChecks({ ...base, expected: { gradeint: 'failed' } }, { name: 'misspelt', cwd });
describeSanityChecks({ ...base, model: 'broken' }, { name: 'a broken model', cwd });
describeSanityChecks('none.config.json', { name: 'no configuration', cwd });
const explain = () => {
  throw new Error('out of order');
};
describeSanityChecks({ ...base, methods: [{ name: 'own', explain }] }, { name: 'a broken method', cwd });

test('beside them, has nothing to do with them', () => {});
