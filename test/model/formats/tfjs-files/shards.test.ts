import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import { refusal, type Saved, save, spoiling, tinyNetwork } from '../../networks.ts';

const SHARD = 'group1-shard1of1.bin';

describe('weight files are refused', () => {
  const path = (name: string) => (document: Saved) => {
    document.weightsManifest[0].paths = [name];
  };

  it('that are missing', async () =>
    expect(await spoiling(path('none.bin'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight file "none.bin": expected a file, found no such file."`,
    ));
  it('at an absolute path', async () =>
    expect(await spoiling(path('/etc/hostname'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight file "/etc/hostname": expected a path inside the model's folder, found an absolute path."`,
    ));
  it('on a drive', async () =>
    expect(await spoiling(path('C:\\x.bin'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight file "C:\\\\x.bin": expected a path inside the model's folder, found an absolute path."`,
    ));
  it('above the folder', async () =>
    expect(await spoiling(path('a/../../x.bin'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight file "a/../../x.bin": expected a path inside the model's folder, found a path that leaves it."`,
    ));
  it('with a zero byte', async () =>
    expect(await spoiling(path('a\0.bin'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight file "a\\u0000.bin": expected a path inside the model's folder, found a name with a zero byte."`,
    ));
  it('without a name', async () =>
    expect(await spoiling(path(''))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].paths[0]: expected a file name, found ""."`,
    ));
  it('that are folders', async () =>
    expect(await spoiling(path('.'))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight file ".": expected a file, found something else."`,
    ));

  it('behind a link that leaves the folder', async () => {
    const folder = await save(tinyNetwork());
    const other = await save(tinyNetwork());
    await rm(join(folder, SHARD));
    await symlink(join(other, SHARD), join(folder, SHARD));
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight file "group1-shard1of1.bin": expected a path inside the model's folder, found a link that leaves it."`,
    );
  });

  it('below a linked folder that leaves the folder', async () => {
    const folder = await save(tinyNetwork(), path(`linked/${SHARD}`));
    await symlink(await save(tinyNetwork()), join(folder, 'linked'));
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight file "linked/group1-shard1of1.bin": expected a path inside the model's folder, found a link that leaves it."`,
    );
  });

  it('that are cut off', async () => {
    expect(await spoiling((_, bytes) => bytes.subarray(0, 20))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight files group1-shard1of1.bin: expected 24 bytes for 2 weights, found 20 bytes. The file is cut off, or shapes are wrong."`,
    );
  });

  it('that are too long', async () => {
    expect(await spoiling((_, bytes) => Buffer.concat([bytes, bytes]))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight files group1-shard1of1.bin: expected 24 bytes for 2 weights, found 48 bytes."`,
    );
  });

  it('that are listed twice', async () => {
    const twice = (document: Saved) => {
      document.weightsManifest[0].paths = [SHARD, `./${SHARD}`];
    };
    expect(await spoiling(twice)).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected every weight file to be listed once, found ./group1-shard1of1.bin more than once."`,
    );
  });
});
