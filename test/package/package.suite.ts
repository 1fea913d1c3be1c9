import { spawnSync } from 'node:child_process';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPackage, type Packed, packPackage, ROOT, runBinary } from './installed.ts';

let packed: Packed;
let project: string;

beforeAll(async () => {
  packed = await packPackage();
  project = await installPackage(packed.tarball, ['vitest', '@vitest/ui', 'typescript', '@types/node']);
});
afterAll(async () => {
  await rm(dirname(packed.tarball), { recursive: true });
  await rm(project, { recursive: true });
});

describe('content', () => {
  test('is the built library, the schema of reports and the networks of the demo, and nothing else', () => {
    const ours =
      /^(dist\/.+\.(js|d\.ts)|schema\/report\.schema\.json|action\.yml|package\.json|README\.md|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md|docs\/[\w-]+\.(md|svg|png)|examples\/[\w-]+\.yml)$/;
    const demo =
      /^fixtures\/(digits|shapes)\/(README\.md|(cnn|mlp|network)\/(model\.json|weights\.bin)|test\/.+\.(png|json))$/;
    // What draws the digits on which the demo trains random labels.
    const generator = /^fixtures\/digits\/(training-data|generate|pen|random|rasterise|skeletons)\.ts$/;
    const picture = 'reports/example/cascade-abs.png';
    expect(packed.files).toContain(picture);
    expect(
      packed.files
        .filter((path) => path !== picture)
        .filter((path) => !ours.test(path) && !demo.test(path) && !generator.test(path)),
    ).toEqual([]);
    expect(packed.files.filter((path) => /test\.|\.suite\.|vitest\.config|tsbuildinfo/.test(path))).toEqual(
      [],
    );
  });

  test('has everything that package.json names', async () => {
    const { exports, bin } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const named = JSON.stringify([exports, bin]).match(/(?<=")(\.\/)?[\w./-]+\.(js|json|d\.ts)(?=")/g)!;
    const keys = ['./package.json', './report.schema.json'];
    for (const path of named.filter((one) => !keys.includes(one))) {
      expect(packed.files).toContain(path.replace(/^\.\//, ''));
    }
  });

  test('is as large as the README says', async () => {
    const [, megabytes] = /The package is ([\d.]+) MB/.exec(await readFile(join(ROOT, 'README.md'), 'utf8'))!;
    expect(packed.size / 1e6).toBeGreaterThan(Number(megabytes) - 0.3);
    expect(packed.size / 1e6).toBeLessThan(Number(megabytes) + 0.3);
  });
});

test('every link and picture of its pages leads to a file of the package, and to a heading that is there', async () => {
  const folder = join(project, 'node_modules', 'saliency-sanity');
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  const broken: string[] = [];
  let count = 0;
  for (const page of packed.files.filter((path) => path.endsWith('.md'))) {
    for (const [, link] of (await read(page)).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)) {
      const [path, heading] = link.split('#');
      const target = path === '' ? page : posix.join(posix.dirname(page), path);
      count += 1;
      if (!packed.files.includes(target)) broken.push(`${page}: ${link}`);
      else if (heading && !headings(await read(target)).includes(heading)) broken.push(`${page}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
  expect(count).toBeGreaterThan(20);
});

/** The names that a Markdown page's headings have in links. */
function headings(page: string): string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, text]) =>
    text
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
}

test('it is not published without what is built, also where scripts are switched off in the environment', async () => {
  const none = ['publish', '--dry-run', '--tag', 'next', '--json'];
  const env = { ...process.env, npm_config_ignore_scripts: 'true' };
  const { stdout, stderr } = spawnSync('npm', none, { cwd: ROOT, env, encoding: 'utf8' });
  expect(stdout, stderr).toContain('dist/cli/main.js');
});

describe('types', () => {
  test('declarations import JavaScript', async () => {
    const dist = join(project, 'node_modules', 'saliency-sanity', 'dist');
    const declarations = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.d.ts'));
    expect(declarations.length).toBeGreaterThan(100);
    for (const name of declarations) {
      expect(await readFile(join(dist, name), 'utf8'), name).not.toMatch(
        /(from|import\()\s*['"]\.[^'"]*\.ts['"]/,
      );
    }
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ])('resolve with module %s, resolution %s', async (module, moduleResolution) => {
    await cp(join(ROOT, 'test', 'package', 'consumer.ts.txt'), join(project, 'consumer.ts'));
    const options = {
      module,
      moduleResolution,
      target: 'es2022',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    };
    const types = ['node'];
    const tsconfig = { compilerOptions: { ...options, types }, files: ['consumer.ts'] };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
    expect(runBinary(project, 'tsc', '-p', '.')).toEqual({ code: 0, output: '' });
  });

  test.each([
    ['publint', '--strict'],
    ['attw', '--profile', 'esm-only'],
  ])('%s finds nothing', (program, ...options) => {
    const { code, output } = runBinary(ROOT, program, packed.tarball, ...options);
    expect(code, output).toBe(0);
  });
});

describe('a project from scratch', () => {
  const CONFIG = 'saliency-sanity.config.ts';
  const suite = (...options: string[]) =>
    runBinary(project, 'vitest', 'run', '--config', 'checks/vitest.config.mts', ...options);

  beforeAll(async () => {
    const demo = join(project, 'node_modules', 'saliency-sanity', 'fixtures', 'digits');
    await cp(join(demo, 'cnn'), join(project, 'model'), { recursive: true });
    await cp(join(demo, 'test'), join(project, 'images'), { recursive: true });
    const { code, output } = runBinary(project, 'saliency-sanity', 'init');
    expect(code, output).toBe(0);
    // Quicker than what init proposes.
    await configure(/methods: .*/, "methods: ['gradient', { name: 'integrated-gradients', steps: 10 }],");
    await configure('limit: 32', 'limit: 16');
    await configure('draws: 5', 'draws: 3');
  });

  /** Replaces a part of the configuration that `init` wrote. */
  async function configure(part: string | RegExp, by: string): Promise<void> {
    const text = await readFile(join(project, CONFIG), 'utf8');
    expect(text).toMatch(part);
    await writeFile(join(project, CONFIG), text.replace(part, by));
  }

  test('the suite that init wrote is red where a method fails', () => {
    const { code, output } = suite();
    expect(code).toBe(1);
    expect(output).toContain('integrated-gradients, cascade: failed.');
  });

  test('it is green once that is written down with a reason', async () => {
    const reason = "{ status: 'failed', reason: 'not shown to users' }";
    await configure(/\}\);\n$/, `  expected: { 'integrated-gradients': ${reason} },\n});\n`);
    const { code, output } = suite();
    expect(code, output).toBe(0);
    expect(output).toMatch(/Saliency report {2}reports\/saliency\/report\.(html|md)/);
  });

  test('it is red with a broken method, and html shows stages and figures', async () => {
    await configure(
      "'gradient',",
      "'gradient', { name: 'broken', explain: (_model, inputs) => inputs.values.map((x) => x * x) },",
    );
    const { code, output } = suite(
      '--reporter=default',
      '--reporter=html',
      '--outputFile.html=html/index.html',
    );
    expect(code).toBe(1);
    expect(output).toContain('broken, cascade: failed.');
    expect(output).toMatch(/^ *ceiling +1\.00/m);
    const written = await readdir(join(project, 'html'), { recursive: true });
    expect(written.filter((name) => name.endsWith('.png')).length).toBeGreaterThanOrEqual(3);
  });

  test('the command line does the same, with a baseline', async () => {
    const command = (...argv: string[]) => runBinary(project, 'saliency-sanity', ...argv);
    const run = ['run', '--methods', 'gradient', '--draws', '3', '--limit', '16', '--out', 'out', '--quiet'];
    expect(command(...run).code).toBe(0);
    expect(command('baseline', 'update', '--out', 'out', '--baseline', 'baseline.json').code).toBe(0);
    const again = command(...run, '--baseline', 'baseline.json', '--reporter', 'terminal,github');
    expect(again.output).toContain('Nothing changed since baseline.json.');
    expect(again.code).toBe(0);
    expect(command(...run, '--draws', '2', '--baseline', 'baseline.json').code).toBe(2);
  });
});
