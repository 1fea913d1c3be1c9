import { describe, expect, it } from 'vitest';
import { ofClasses } from '../../src/inputs/only-classes.ts';

const folders = ['cat', 'dog', 'dog', '7'].map((folder, label) => ({ folder, label: Math.min(label, 2) }));
const rows = [3, 1, null, 1].map((label) => ({ folder: null, label }));

describe('ofClasses', () => {
  it.each([
    [folders, null, [0, 1, 2, 3]],
    [folders, ['dog'], [1, 2]],
    [folders, ['dog', 'cat'], [0, 1, 2]],
    [folders, ['1'], [1]],
    // The name of a folder comes before an index.
    [folders, ['7'], [3]],
    [rows, ['1', '3'], [0, 1, 3]],
  ])('%j, %j', (inputs, words, expected) => {
    expect(ofClasses(words, inputs)).toEqual(expected);
  });

  it('refuses a class of which there is no input', () => {
    const message = (words: string[], inputs: typeof rows | typeof folders) => {
      try {
        ofClasses(words, inputs);
        return 'no error';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect([
      message(['cat', 'dgo'], folders),
      message(['5'], rows),
      message(['1'], [{ folder: null, label: null }] as typeof rows),
    ]).toMatchInlineSnapshot(`
      [
        "class dgo: expected one of the classes of the inputs: cat, dog, 7, found no input of it. Did you mean dog?",
        "class 5: expected one of the classes of the inputs: 1, 3, found no input of it.",
        "class 1: expected inputs of known classes, found no labels. Give --labels, or a folder with a sub-folder for each class.",
      ]
    `);
  });
});
