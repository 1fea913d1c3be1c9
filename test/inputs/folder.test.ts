import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFolder } from '../../src/inputs/folder.ts';
import { fault, folderOf } from './folder-of.ts';

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
      hasLabels: true,
      skipped: ['cats/labels.json', 'notes.txt'],
    });
  });

  it('reads links that stay inside, and skips links to folders', async () => {
    const root = await folderOf({ 'a/x.png': '' });
    await symlink(join(root, 'a/x.png'), join(root, 'y.png'));
    await symlink('..', join(root, 'a/up'));
    expect(await listFolder(root)).toMatchObject({ images: ['a/x.png', 'y.png'], skipped: ['a/up'] });
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
        "device": "<folder>: link x.png: expected a link to a file in the same folder, found one that leads out of it.",
        "file": "<folder>: link x.png: expected a link to a file in the same folder, found one that leads out of it.",
        "folder": "<folder>: link x.png: expected a link to a file in the same folder, found one that leads out of it.",
        "itself": "<folder>: link x.png: expected a link to a file in the same folder, found one that leads nowhere.",
        "nothing": "<folder>: link x.png: expected a link to a file in the same folder, found one that leads nowhere.",
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
