import { describe, expect, test } from 'vitest';
import { keyLine } from '../../src/config/key-lines.ts';

/** The line of every path, of a configuration written in the given text. */
const lines = (source: string, configuration: object, ...paths: (string | number)[][]) =>
  paths.map((path) => keyLine(source, configuration, path));

test('finds keys and elements, in JSON as in scripts', () => {
  const configuration = { model: 'm', gates: [{ stage: 'a' }, { stage: 'b' }], training: { data: 'd' } };
  const paths = [['model'], ['gates'], ['gates', 1], ['gates', 1, 'stage'], ['training', 'data']];
  expect(lines(JSON.stringify(configuration, null, 2), configuration, ...paths)).toEqual([2, 3, 7, 8, 12]);
  const script = `export default {
    model: 'm', // gates: no
    "gates": [ /* [ */ { stage: 'a' },
      { stage: \`b\${1}, }\` },
    ],
    training: {
      'data': /[{"]/g,
    },
  } satisfies Config;`;
  expect(lines(script, configuration, ...paths)).toEqual([2, 3, 4, 4, 7]);
});

test('takes the literal that has the keys of the configuration', () => {
  const script = `const small = { draws: 1 };
  function f({ draws, seed }) { return { seed: 4, draws }; }
  export default defineConfig({
    ...small, model: 'm',
    seed: f({ draws: 3, seed: 5 }),
    draws: 3 });`;
  expect(lines(script, { model: 'm', seed: 4, draws: 3 }, ['seed'], ['draws'], ['model'])).toEqual([5, 6, 4]);
});

test('knows methods, shorthands and words before a key', () => {
  const script = `export default {
    model,
    methods: [
      { name: 'mine',
        async explain(model, inputs) { return { values: 1 }; } },
      cond ? 'a' : 'b',
      'c' ],
    async: 1, get: 2,
    draws }`;
  const configuration = { model: 1, methods: [], async: 1, get: 2, draws: 3 };
  const paths = [
    ['model'],
    ['methods', 0, 'explain'],
    ['methods', 1],
    ['methods', 2],
    ['async'],
    ['get'],
    ['draws'],
  ];
  expect(lines(script, configuration, ...paths)).toEqual([2, 5, 6, 7, 8, 8, 9]);
});

describe('where a key stands elsewhere', () => {
  test('the line is that of the part of its path that is there', () => {
    const script = `const training = { epochs: 0 };
    export default {
      model: 'm',
      training };`;
    expect(lines(script, { model: 'm', training: {} }, ['training', 'epochs'], ['seed'])).toEqual([4, null]);
  });

  test('there is no line in a text without such a literal', () => {
    expect(keyLine('export { default } from "./other";', { model: 'm' }, ['model'])).toBeNull();
    expect(keyLine('', { model: 'm' }, ['model'])).toBeNull();
    expect(keyLine('export default {', { model: 'm' }, ['model'])).toBeNull();
    expect(keyLine('}])', { model: 'm' }, ['model'])).toBeNull();
  });
});
