import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFolder } from '../../src/inputs/folder.ts';
import { decodeImages } from '../../src/inputs/images.ts';
import { fault, folderOf, png } from './folder-of.ts';

describe('listFolder', () => {
  it('lists images by code unit, classes, and what is skipped', async () => {
    const root = await folderOf({
      'b.PNG': '',
      'a.jpeg': '',
      'c.webp': '',
      'dogs/2.jpg': '',
      'dogs/10.jpg': '',
      'cats/deep/x.png': '',
      'notes.txt': '',
      'cats/labels.json': '',
      'labels.json': '',
      '.hidden.png': '',
      '.git/x.png': '',
      '__MACOSX/x.png': '',
    });
    expect(await listFolder(root)).toEqual({
      path: root,
      images: ['a.jpeg', 'b.PNG', 'c.webp', 'cats/deep/x.png', 'dogs/10.jpg', 'dogs/2.jpg'],
      classes: ['cats', 'dogs'],
      skipped: ['cats/labels.json', 'notes.txt'],
      hasLabels: true,
      bytes: new Map(),
      masks: new Map(),
      notices: [
        'not read, because they are no images: cats/labels.json, notes.txt',
        '1 hidden image is not read: .hidden.png',
      ],
    });
  });

  it('tells masks from images by the image beside them', async () => {
    const root = await folderOf({
      'a.jpg': '',
      'a.mask.png': '',
      'b/c.png': '',
      'b/c.MASK.png': '',
      'd.mask.png': '',
      'regions.json': '{}',
    });
    expect(await listFolder(root)).toMatchObject({
      images: ['a.jpg', 'b/c.png', 'd.mask.png'],
      masks: new Map([
        ['a.jpg', 'a.mask.png'],
        ['b/c.png', 'b/c.MASK.png'],
      ]),
      notices: [],
    });
  });

  it('knows the endings that Pillow knows', async () => {
    const root = await folderOf({ 'a.jfif': '', 'b.jpe': '', 'c.APNG': '', 'd.jpg.txt': '', 'e.bmp': '' });
    expect(await listFolder(root)).toMatchObject({
      images: ['a.jfif', 'b.jpe', 'c.APNG'],
      notices: ['not read, because they are no images: d.jpg.txt, e.bmp'],
    });
  });

  it('follows links to files and folders that stay inside', async () => {
    const root = await folderOf({ '.store/one/x.png': '', '.store/two/z.png': '' });
    await symlink(join(root, '.store/one'), join(root, 'cats'));
    await symlink('.store/two', join(root, 'dogs'));
    await symlink('.store/one/x.png', join(root, 'y.png'));
    expect(await listFolder(root)).toMatchObject({
      images: ['cats/x.png', 'dogs/z.png', 'y.png'],
      classes: ['cats', 'dogs'],
      notices: [],
    });
  });

  it('follows no link in a circle, and none twice', async () => {
    const root = await folderOf({ 'a/x.png': '', 'b/y.png': '' });
    await symlink('..', join(root, 'a/up'));
    await symlink('../b', join(root, 'a/over'));
    await symlink('../a', join(root, 'b/back'));
    await symlink('a', join(root, 'c'));
    expect(await listFolder(root)).toMatchObject({
      images: ['a/over/y.png', 'a/x.png', 'b/back/x.png', 'b/y.png'],
      classes: ['a', 'b'],
      notices: [
        '5 links are not followed, because the folder is read anyway: a/over/back, a/up, b/back/over and 2 more',
      ],
    });
  });

  it('sorts names in their composed form and tells those that only differ in it', async () => {
    const root = await folderOf({ 'e\u0301/a.png': '', 'f/a.png': '', '\u00e9/a.png': '' });
    const { classes, notices } = await listFolder(root);
    expect(classes).toEqual(['f', 'e\u0301', '\u00e9']);
    expect(notices).toEqual([
      '2 names stand for several files or folders that differ in Unicode form only: e\u0301, e\u0301/a.png',
    ]);
  });

  it.runIf(process.platform === 'linux')('reads names that are no UTF-8', async () => {
    const root = await folderOf({ 'a.png': await png(1, 1, 1, () => 3) });
    const latin1 = (name: string) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')]);
    await mkdir(latin1('\xe9t\xe9'));
    await writeFile(latin1('caf\xe9.png'), await png(1, 1, 1, () => 7));
    await writeFile(latin1('\xe9t\xe9/b.png'), await png(1, 1, 1, () => 9));
    const { images, classes, bytes, notices } = await listFolder(root);
    expect(images).toEqual(['\\xE9t\\xE9/b.png', 'a.png', 'caf\\xE9.png']);
    expect(classes).toEqual(['\\xE9t\\xE9']);
    expect(notices).toEqual([
      '2 names are no UTF-8, other bytes stand as \\x..: \\xE9t\\xE9/b.png, caf\\xE9.png',
    ]);
    const { pixels } = await decodeImages({ folder: root, names: images, bytes }, [1, 1, 1]);
    expect([...pixels]).toEqual([9, 3, 7]);
    await writeFile(join(root, 'caf\\xE9.png'), '');
    expect(await fault(listFolder(root), root)).toMatchInlineSnapshot(
      `"<folder>: caf\\xE9.png: expected one file of that name, found two, one of them with bytes that are no UTF-8. Rename one of them."`,
    );
  });

  it('takes a link to a folder as the folder', async () => {
    const root = await folderOf({ 'real/x.png': '' });
    await symlink(join(root, 'real'), join(root, 'link'));
    expect(await listFolder(join(root, 'link'))).toMatchObject({ images: ['x.png'] });
  });

  it('refuses links that leave the folder or lead nowhere', async () => {
    const outside = await folderOf({ 'secret.png': '', 'more/x.png': '' });
    const targets = {
      file: join(outside, 'secret.png'),
      folder: join(outside, 'more'),
      device: '/dev/zero',
      nothing: 'missing.png',
      itself: 'x.png',
    };
    const messages: Record<string, string> = {};
    for (const [what, target] of Object.entries(targets)) {
      const root = await folderOf({ 'a.png': '' });
      await symlink(target, join(root, 'x.png'));
      messages[what] = await fault(listFolder(root), root);
    }
    expect(messages).toMatchInlineSnapshot(`
      {
        "device": "<folder>: link x.png: expected a link to a file or folder in the same folder, found one that leads out of it.",
        "file": "<folder>: link x.png: expected a link to a file or folder in the same folder, found one that leads out of it.",
        "folder": "<folder>: link x.png: expected a link to a file or folder in the same folder, found one that leads out of it.",
        "itself": "<folder>: link x.png: expected a link to a file or folder in the same folder, found one that leads nowhere.",
        "nothing": "<folder>: link x.png: expected a link to a file or folder in the same folder, found one that leads nowhere.",
      }
    `);
  });

  it('a neighbour whose name only begins alike is outside', async () => {
    const root = await folderOf({ 'set/a.png': '', 'set2/b.png': '' });
    await symlink(join(root, 'set2/b.png'), join(root, 'set/b.png'));
    expect(await fault(listFolder(join(root, 'set')), root)).toContain('one that leads out of it');
  });

  it('a folder without images lists what it found', async () => {
    const empty = await folderOf({});
    const other = await folderOf({ 'a.gif': '', 'b.tiff': '', 'c.txt': '', 'd.txt': '', 'class/e.txt': '' });
    expect(await fault(listFolder(empty), empty)).toMatchInlineSnapshot(
      `"<folder>: expected a folder with PNG, JPEG or WebP images, found nothing."`,
    );
    expect(await fault(listFolder(other), other)).toMatchInlineSnapshot(
      `"<folder>: expected a folder with PNG, JPEG or WebP images, found no image among class/, a.gif, b.tiff and 3 more."`,
    );
  });

  it('a folder named like an image is a folder', async () => {
    const root = await folderOf({ 'a.png': '' });
    await mkdir(join(root, 'b.png'));
    expect(await listFolder(root)).toMatchObject({ images: ['a.png'], classes: ['b.png'] });
  });
});
