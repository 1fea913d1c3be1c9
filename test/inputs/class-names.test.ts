import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readClassNames } from '../../src/inputs/class-names.ts';
import type { Folder } from '../../src/inputs/folder.ts';
import { folderLabels } from '../../src/inputs/labels.ts';
import { ofClasses } from '../../src/inputs/only-classes.ts';
import { fault, folderOf } from './folder-of.ts';

const THREE = ['tench', 'crane', 'caf\u00e9'];

const files: Record<string, string> = {
  'lines.txt': 'tench\ncrane\ncaf\u00e9\n',
  'windows.txt': '\ufefftench\r\ncrane\r\ncaf\u00e9\r\n\r\n',
  'list.json': JSON.stringify(THREE),
  'by-index.json': JSON.stringify({ 1: 'crane', 0: 'tench', 2: 'caf\u00e9' }),
  'by-name.json': JSON.stringify({ crane: 1, tench: 0, 'caf\u00e9': 2 }),
  'keras.json': JSON.stringify({
    0: ['n01440764', 'tench'],
    1: ['n03126707', 'crane'],
    2: ['x', 'caf\u00e9'],
  }),
  'config.json': JSON.stringify({ hidden_size: 8, id2label: { 0: 'tench', 1: 'crane', 2: 'caf\u00e9' } }),
};

describe('the names of classes', () => {
  it.each(Object.keys(files))('from %s', async (name) => {
    const root = await folderOf(files);
    const { names, classOf } = await readClassNames(join(root, name), 3);
    expect(names).toEqual(THREE);
    expect(['cafe\u0301', 'crane', 'dog', 'n01440764'].map(classOf)).toEqual([
      ...[2, 1, null],
      name === 'keras.json' ? 0 : null,
    ]);
  });

  it('mean none where several have them', async () => {
    const { names, classOf } = await readClassNames(['crane', 'crane', 'dog'], 3);
    expect(names).toEqual(['crane', 'crane', 'dog']);
    expect(['crane', 'dog'].map(classOf)).toEqual([null, 2]);
  });

  it('are refused where they do not fit', async () => {
    const wrong: Record<string, string> = {
      ...{
        'two.txt': 'a\nb',
        'gap.txt': 'a\n\nc',
        'empty.txt': '',
        'broken.json': '["a"',
        'number.json': '3',
      },
      'mixed.json': '["a", 2, "c"]',
      'far.json': '{"0": "a", "7": "b", "2": "c"}',
      'keys.json': '{"cat": "a", "1": "b"}',
      'twice.json': '{"a": 0, "b": 0, "c": 1}',
    };
    const root = await folderOf(wrong);
    const messages: string[] = [];
    for (const name of [...Object.keys(wrong), 'missing.txt', '.']) {
      messages.push(await fault(readClassNames(join(root, name), 3), root));
    }
    expect(`\n${messages.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      <folder>/two.txt: expected 3 names, one for each class of the model, found 2.
      <folder>/gap.txt: expected a name for every class, found none for class 1.
      <folder>/empty.txt: expected a name for every class, found none for class 0.
      <folder>/broken.json: expected a name on each line, or JSON: [name, ...], {index: name} or {name: index}, found text that does not parse as JSON.
      <folder>/number.json: expected a name on each line, or JSON: [name, ...], {index: name} or {name: index}, found 3.
      <folder>/mixed.json: expected a name on each line, or JSON: [name, ...], {index: name} or {name: index}, found no name at [1].
      <folder>/far.json: expected a name on each line, or JSON: [name, ...], {index: name} or {name: index}, found the index 7, where 3 names have 0 to 2.
      <folder>/keys.json: expected a name on each line, or JSON: [name, ...], {index: name} or {name: index}, found the index cat, where 2 names have 0 to 1.
      <folder>/twice.json: expected a name on each line, or JSON: [name, ...], {index: name} or {name: index}, found index 0 twice.
      <folder>/missing.txt: expected a file with the names of the classes, found no such file or folder.
      <folder>: expected a file with the names of the classes, at most 16777216 bytes, found no regular file.
      "
    `);
  });
});

const folder = (images: string[]): Folder => ({
  ...{ path: 'set', images, classes: [...new Set(images.map((image) => image.split('/')[0]))].sort() },
  ...{ hasLabels: false, bytes: new Map(), masks: new Map(), notices: [], skipped: [] },
});

describe('folders that are called like classes', async () => {
  const names = await readClassNames(['dog', 'cat', 'crane', 'crane', '0'], 5);

  it('mean them, in either Unicode form and whatever their order', async () => {
    const accents = await readClassNames(['caf\u00e9', 'bar'], 2);
    const labelled = folderLabels(folder(['cafe\u0301/a.png', 'bar/b.png']), null, 2, accents);
    expect(labelled).toEqual({ labels: [0, 1], notices: [] });
    expect(folderLabels(folder(['cat/a.png', 'dog/b.png']), null, 5, names).labels).toEqual([1, 0]);
  });

  it('come after numbers, and before an order by name', () => {
    expect(folderLabels(folder(['0/a.png', '1/b.png']), null, 5, names).labels).toEqual([0, 1]);
    const others = folderLabels(folder(['x/a.png', 'y/b.png']), null, 5, names);
    expect(others.labels).toEqual([0, 1]);
    expect(others.notices[0]).toContain('classes are numbered by folder name');
    const map = new Map([['hen', 3]]);
    expect(folderLabels(folder(['cat/a.png', 'hen/b.png']), map, 5, names).labels).toEqual([1, 3]);
  });

  it('are refused where one is called otherwise', () => {
    const label = (images: string[]) => () => folderLabels(folder(images), null, 5, names);
    expect(label(['cat/a.png', 'dgo/b.png'])).toThrowErrorMatchingInlineSnapshot(
      `[InputError: set/dgo: expected a folder that is called like one of the classes, as others are, found the name of none. Did you mean dog?]`,
    );
    expect(label(['cat/a.png', 'crane/b.png'])).toThrowErrorMatchingInlineSnapshot(
      `[InputError: set/crane: expected a folder that is called like one of the classes, as others are, found the name of several. Name the folders by class index, or add labels.json.]`,
    );
  });

  it('choose inputs', () => {
    const inputs = [1, 0, null, 1].map((label) => ({ label, folder: null }));
    expect(ofClasses(['cat'], inputs, names)).toEqual([0, 3]);
    expect(() => ofClasses(['names.txt'], inputs, names)).toThrowErrorMatchingInlineSnapshot(
      `[InputError: class names.txt: expected one of the classes of the inputs: 0, 1, found no input of it. What classes are called is given with --class-names.]`,
    );
  });
});
