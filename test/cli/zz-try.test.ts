import { test } from 'vitest';
import { call } from './call.ts';
import { tinyProject } from './tiny-project.ts';
test('x', async () => {
  const cwd = await tinyProject(12);
  for (const argv of process.env.ARGV!.split(';')) {
    const o = await call(argv.trim().split(' ').filter(Boolean), cwd);
    console.log(o.stdout); console.log(o.stderr); console.log(o.code);
  }
});
