import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Folder } from '../../src/inputs/folder.ts';
import { folderLabels, readLabels } from '../../src/inputs/labels.ts';
import { encodeNpy } from '../../src/inputs/npy.ts';
import { fault, folderOf } from './folder-of.ts';

const folder = (images: string[], classes: string[] = []): Folder => ({
  path: 'set',
  images,
  classes,
  hasLabels: false,
  bytes: new Map(),
  masks: new Map(),
  notices: [],
  skipped: [],
});

describe('readLabels', () => {
  it('reads objects, arrays and .npy files', async () => {
    const root = await folderOf({
      'object.json': '{"a.png": 3, "__proto__": 1}',
      'array.json': '[0, 2]',
      'array.npy': encodeNpy([2, 1], Float32Array.of(4, 5)),
    });
    expect(await readLabels(join(root, 'object.json'))).toEqual(
      new Map([
        ['a.png', 3],
        ['__proto__', 1],
      ]),
    );
    expect(await readLabels(join(root, 'array.json'))).toEqual([0, 2]);
    expect(await readLabels(join(root, 'array.npy'))).toEqual([4, 5]);
  });

  it('reads a file with a byte order mark', async () => {
    const root = await folderOf({ 'marked.json': '\uFEFF{"a.png": 1}' });
    expect(await readLabels(join(root, 'marked.json'))).toEqual(new Map([['a.png', 1]]));
  });

  it('refuses labels that nest without end', async () => {
    const root = await folderOf({ 'deep.json': `{"a.png": ${'['.repeat(5000)}${']'.repeat(5000)}}` });
    expect(await fault(readLabels(join(root, 'deep.json')), root)).toMatchInlineSnapshot(
      `"<folder>/deep.json: expected JSON that nests at most 500 deep, found a value nested too deeply."`,
    );
  });

  it('refuses other files', async () => {
    const files = {
      'empty.json': '',
      'broken.json': '{"a": 1',
      'null.json': 'null',
      'text.json': '{"a.png": "3"}',
      'nested.json': '[0, [1]]',
      'square.npy': encodeNpy([2, 2], new Float32Array(4)),
    };
    const root = await folderOf(files);
    const messages: Record<string, string> = {};
    for (const name of [...Object.keys(files), 'missing.json', '.']) {
      messages[name] = await fault(readLabels(join(root, name)), root);
    }
    expect(messages).toMatchInlineSnapshot(`
      {
        ".": "<folder>: expected a file of labels, found no regular file.",
        "broken.json": "<folder>/broken.json: expected JSON: {"file or class name": index} or [index, ...], found text that does not parse (Expected ',' or '}' after property value in JSON at position 7).",
        "empty.json": "<folder>/empty.json: expected JSON: {"file or class name": index} or [index, ...], found an empty file.",
        "missing.json": "<folder>/missing.json: expected a file of labels, found no such file or folder.",
        "nested.json": "<folder>/nested.json[1]: expected a class index, found [1].",
        "null.json": "<folder>/null.json: expected an object or array of labels, found null.",
        "square.npy": "<folder>/square.npy: expected labels of shape [N], found [2, 2].",
        "text.json": "<folder>/text.json: a.png: expected a class index, found "3".",
      }
    `);
  });
});

describe('folderLabels', () => {
  it('finds names in either Unicode form, unless names differ in just that', () => {
    const map = new Map([
      ['caf\u00e9.png', 1],
      ['e\u0301te\u0301', 2],
    ]);
    const labels = (images: string[], classes: string[] = []) =>
      folderLabels(folder(images, classes), map, 3).labels;
    expect(labels(['cafe\u0301.png', '\u00e9t\u00e9/b.png'], ['\u00e9t\u00e9'])).toEqual([1, 2]);
    expect(() =>
      labels(['cafe\u0301.png', 'caf\u00e9.png', '\u00e9t\u00e9/b.png'], ['\u00e9t\u00e9']),
    ).toThrow('found none for cafe\u0301.png');
  });

  it.each([
    ['numeric folders mean their number', ['7/a.png', '03/b.png'], ['03', '7'], null, [7, 3]],
    ['other folders are numbered by name', ['dog/a.png', 'cat/b.png'], ['cat', 'dog'], null, [1, 0]],
    [
      'one name makes all folders names',
      ['10/a.png', '9/b.png', 'x/c.png'],
      ['10', '9', 'x'],
      null,
      [0, 1, 2],
    ],
    ['deep images belong to the first folder', ['4/deep/9/a.png'], ['4'], null, [4]],
    ['images beside the folders have none', ['a.png', '1/b.png'], ['1'], null, [null, 1]],
    [
      'a path comes before a name before a class',
      ['c/a.png', 'c/b.png', 'c/d.png'],
      ['c'],
      { 'c/a.png': 5, 'b.png': 6, 'a.png': 7, c: 8 },
      [5, 6, 8],
    ],
    ['a map comes before numeric folders', ['1/a.png', '2/b.png'], ['1', '2'], { 1: 9 }, [9, 2]],
    ['an image may be named __proto__', ['__proto__/a.png'], ['__proto__'], null, [0]],
  ])('%s', (_, images, classes, map, expected) => {
    const names = map === null ? null : new Map(Object.entries(map));
    expect(folderLabels(folder(images, classes), names, 10).labels).toEqual(expected);
  });

  it('tells how classes were numbered', () => {
    const animals = folder(['cat/a.png', 'dog/b.png'], ['cat', 'dog']);
    expect(folderLabels(animals, null, 10).notices).toMatchInlineSnapshot(`
      [
        "classes are numbered by folder name (the model has 10 classes): cat = 0, dog = 1",
      ]
    `);
    expect(folderLabels(animals, null, 2).notices).toMatchInlineSnapshot(`
      [
        "classes are numbered by folder name: cat = 0, dog = 1",
      ]
    `);
  });

  it('refuses a name in the map that is none here, with the nearest that is', async () => {
    const animals = { ...folder(['cat/a.png', 'dog/b.png'], ['cat', 'dog']), skipped: ['c.bmp'] };
    const labelled = async (map: Record<string, number>) =>
      folderLabels(animals, new Map(Object.entries({ cat: 281, dog: 207, ...map })), 1000).labels;
    const messages = [];
    for (const name of ['dgo', 'dog/B.png', 'b.pgn', 'c.bmp', 'zebra']) {
      messages.push(await fault(labelled({ [name]: 207 })));
    }
    expect(messages).toMatchInlineSnapshot(`
      [
        "labels of set: expected names of images or class folders that are there, found dgo. Did you mean dog?",
        "labels of set: expected names of images or class folders that are there, found dog/B.png. Did you mean dog/b.png or b.png or dog?",
        "labels of set: expected names of images or class folders that are there, found b.pgn. Did you mean b.png?",
        "labels of set: expected names of images or class folders that are there, found c.bmp. c.bmp is no PNG, JPEG or WebP image.",
        "labels of set: expected names of images or class folders that are there, found zebra.",
      ]
    `);
    expect(await labelled({ 'a.png': 1 })).toEqual([1, 207]);
    // Every image has a label of its own: the class is there all the same.
    expect(await labelled({ 'a.png': 1, 'dog/b.png': 2 })).toEqual([1, 2]);
  });

  it('refuses an empty class folder only where folders are numbered by order', async () => {
    const numbered = async (classes: string[]) =>
      folderLabels(folder([`${classes[0]}/a.png`], classes), null, 10).labels;
    expect(await numbered(['3', '4'])).toEqual([3]);
    expect(await fault(numbered(['cat', 'dog']))).toMatchInlineSnapshot(
      `"set/dog: expected images in every class folder, because classes are numbered by their folders, found none. Name the folders by class index, or add labels.json."`,
    );
  });

  it('refuses a map that leaves images without a label', async () => {
    const images = ['a.png', 'b.png', 'c.png', 'd.png', 'e.png'];
    const labelled = async () => folderLabels(folder(images), new Map([['a.png', 1]]), 10);
    expect(await fault(labelled())).toMatchInlineSnapshot(
      `"labels of set: expected a label for each of 5 images, found none for b.png, c.png, d.png and 1 more."`,
    );
  });
});
