import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from './call.ts';
import { addFlatModel, GIVEN, tinyProject } from './tiny-project.ts';

let cwd: string;

beforeAll(async () => {
  cwd = await tinyProject();
  await addFlatModel(cwd);
});
afterAll(() => rm(cwd, { recursive: true }));

describe('run', () => {
  test('prints verdicts, writes the report, and exits by the verdicts', async () => {
    const { code, stdout, stderr } = await call(['run', ...GIVEN, '--out', 'report'], cwd);
    const report = JSON.parse(await readFile(join(cwd, 'report', 'report.json'), 'utf8'));
    expect(report.summary).toMatchObject({ failed: 1 });
    expect(code).toBe(1);
    expect(stdout).toContain('gradient');
    expect(stdout).toContain('report/report.json');
    expect(stdout).not.toContain('\x1b');
    expect(stderr).toMatch(/^Cost: 72 maps, 36 gradients, (a few seconds|about .+) on this machine\.\n$/);
    expect(report.command).toBe(
      'npx saliency-sanity run --model model --inputs inputs.npy --methods gradient,input --draws 2',
    );
  });

  test('--json prints the report and nothing else, and writes nothing without --out', async () => {
    const before = await readdir(cwd);
    const { code, stdout, stderr } = await call(['run', ...GIVEN, '--json', '--quiet'], cwd);
    const report = JSON.parse(stdout);
    expect(report.schema).toBe('saliency-sanity/report@1');
    expect(report.checks.map((check: { method: string }) => check.method)).toEqual(['gradient', 'input']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(await readdir(cwd)).toEqual(before);
  });

  test.each([
    ['json', /^\{\n {2}"schema": "saliency-sanity\/report@1"/],
    ['junit', /^<\?xml /],
    ['markdown', /^# /],
    ['terminal', /^model: 6 inputs, 2 draws, seed 0/],
    ['tap', /^TAP version 14\n1\.\.2\n/],
    ['gitlab', /^\[\n/],
    ['github', /^::error title=input/],
  ])('--reporter %s', async (reporter, start) => {
    const { stdout } = await call(['run', ...GIVEN, '--reporter', reporter], cwd);
    expect(stdout).toMatch(start);
  });

  test('options win over the configuration file, which is found in the folder', async () => {
    await mkdir(join(cwd, 'configured'));
    const config = {
      model: '../model',
      inputs: '../inputs.npy',
      methods: ['gradient'],
      draws: 3,
      limit: 4,
      seed: 5,
    };
    await writeFile(join(cwd, 'configured', 'saliency-sanity.config.json'), JSON.stringify(config));
    const found = await call(['run', '--json', '--draws', '2'], join(cwd, 'configured'));
    const plan = JSON.parse(found.stdout).plan;
    expect(plan).toMatchObject({ draws: 2, limit: 4, seed: 5, methods: { gradient: {} } });
    const named = await call(['run', '--json', '-c', 'configured/saliency-sanity.config.json'], cwd);
    expect(JSON.parse(named.stdout).plan).toMatchObject({ model: 'model', inputs: 'inputs.npy', draws: 3 });
  });

  test('a method that is named keeps the settings of the configuration', async () => {
    const methods = ['gradient', { name: 'smoothgrad', draws: 2 }, { name: 'vargrad', draws: 2 }];
    const config = { model: 'model', inputs: 'inputs.npy', methods, draws: 1 };
    await writeFile(join(cwd, 'settings.json'), JSON.stringify(config));
    const argv = ['run', '-c', 'settings.json', '--methods', 'smoothgrad,gradient', '--json'];
    const { plan } = JSON.parse((await call(argv, cwd)).stdout);
    expect(Object.keys(plan.methods)).toEqual(['smoothgrad', 'gradient']);
    expect(plan.methods.smoothgrad).toMatchObject({ draws: 2 });
  });

  test('--allow-inconclusive turns 3 into 0', async () => {
    const undecided = ['--model', 'model', '--inputs', 'inputs.npy', '--methods', 'gradient', '--draws', '1'];
    expect((await call(['run', ...undecided], cwd)).code).toBe(3);
    expect((await call(['run', ...undecided, '--allow-inconclusive'], cwd)).code).toBe(0);
  });

  test('a named method that does not fit is left out with its reason, and the run ends with 3', async () => {
    const flat = [
      '--model',
      'flat',
      '--inputs',
      'inputs.npy',
      '--draws',
      '4',
      '--metrics',
      'spearman-signed',
    ];
    const line = ['run', ...flat, '--methods', 'gradient,grad-cam,guided-backprop'];
    const { code, stdout, stderr } = await call([...line, '--json'], cwd);
    const { checks, skipped, summary } = JSON.parse(stdout);
    expect(checks).toMatchObject([{ method: 'gradient', status: 'passed' }]);
    expect(summary).toEqual({ status: 'inconclusive', passed: 1, failed: 0, inconclusive: 0 });
    expect(skipped).toMatchInlineSnapshot(`
      [
        {
          "method": "grad-cam",
          "named": true,
          "reason": "it needs a network with a convolutional layer, found none",
        },
        {
          "method": "guided-backprop",
          "named": true,
          "reason": "it needs a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by",
        },
      ]
    `);
    expect(stderr.replace(/\s+/g, ' ')).toContain('grad-cam is left out: it needs');
    expect(code).toBe(3);
    expect((await call([...line, '--allow-inconclusive'], cwd)).code).toBe(0);
    expect((await call([...line, '--methods', 'input,grad-cam'], cwd)).code).toBe(1);
    expect(
      await call([...line, '--methods', 'grad-cam,deconvnet', '--out', 'none'], cwd),
    ).toMatchInlineSnapshot(`
      {
        "code": 2,
        "stderr": "saliency-sanity: methods: expected one that fits the model, found none (grad-cam: it needs a network with a convolutional layer, found none; deconvnet: it needs a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by).
      ",
        "stdout": "",
      }
    `);
    expect(existsSync(join(cwd, 'none'))).toBe(false);
  });

  test('--resume says where there is nothing to go on with, and how much is done where there is', async () => {
    const line = ['run', ...GIVEN, '--out', 'resumed', '--resume'];
    const anew = await call(line, cwd);
    expect(anew.code).toBe(1);
    expect(anew.stderr).toContain('Nothing to resume in resumed: the run starts from its beginning.\nCost: ');
    const quiet = await call(['run', ...GIVEN, '--out', 'resumed quietly', '--resume', '-q'], cwd);
    expect(quiet.stderr).toBe('Nothing to resume in resumed quietly: the run starts from its beginning.\n');
    const again = await call(line, cwd);
    expect(again.stderr).toContain('Going on with the run in resumed: 4 of 4 steps are done.\nLeft to do: ');
    expect(again.stdout).toBe(anew.stdout);
  });

  test('inputs are chosen by class and sampling', async () => {
    const labels = JSON.stringify([0, 1, 2, 0, 1, 2]);
    await writeFile(join(cwd, 'labels.json'), labels);
    const line = ['run', ...GIVEN, '--labels', 'labels.json', '--json'];
    const { plan, inputs } = JSON.parse(
      (await call([...line, '--classes', '2,0', '--sample', 'stratified', '--limit', '3'], cwd)).stdout,
    );
    expect(plan).toMatchObject({ sample: 'stratified', classes: ['2', '0'], limit: 3 });
    expect(new Set(inputs.map(({ label }: { label: number }) => label))).toEqual(new Set([0, 2]));
    expect((await call([...line, '--classes', '7'], cwd)).stderr).toBe(
      'saliency-sanity: class 7: expected one of the classes of the inputs: 0, 1, 2, found no input of it.\n',
    );
    expect((await call([...line, '--sample', 'frist'], cwd)).stderr).toBe(
      'saliency-sanity: --sample: expected one of even, first, stratified, found "frist". Did you mean first?\n',
    );
  });

  test('--title stands over the figures, and is no part of what a run is resumed or compared by', async () => {
    const argv = ['run', ...GIVEN, '--pictures', '1', '--out', 'titled'];
    await call([...argv, '--title', 'My network'], cwd);
    const read = (name: string) => readFile(join(cwd, 'titled', name), 'utf8');
    const first = JSON.parse(await read('report.json'));
    expect(first.plan.title).toBe('My network');
    for (const name of ['cascade-signed-1', 'curves-cascade', 'summary-cascade']) {
      expect(await read(join('figures', `${name}.svg`)), name).toContain('>My network</text>');
    }
    const again = [...argv, '--resume', '--title', 'Another', '--baseline', 'titled/report.json'];
    const { stderr } = await call(again, cwd);
    expect(stderr).toContain('Going on with the run in titled');
    const second = JSON.parse(await read('report.json'));
    expect(second.plan.title).toBe('Another');
    expect(second.baseline.regressions).toBe(0);
    expect(await read(join('figures', 'summary-cascade.svg'))).toContain('>Another</text>');
  });

  test('goes on in another place, with other threads, and is judged anew', async () => {
    await mkdir(join(cwd, 'there'));
    await call(['run', ...GIVEN, '--out', 'there/report', '--threads', '1'], cwd);
    for (const name of ['model', 'inputs.npy'])
      await cp(join(cwd, name), join(cwd, 'there', name), { recursive: true });
    const judged = ['--threads', '2', '--batch', '4', '--pictures', '1', '--confidence', '.8'];
    const again = ['run', ...GIVEN, '--out', 'report', '--resume', ...judged];
    const { code, stderr } = await call(again, join(cwd, 'there'));
    expect(stderr).toContain('Going on with the run in report');
    const { plan } = JSON.parse(await readFile(join(cwd, 'there/report/report.json'), 'utf8'));
    expect({ code, confidence: plan.confidence }).toEqual({ code: 1, confidence: 0.8 });
    const other = await call([...again, '--seed', '3'], join(cwd, 'there'));
    expect(other.stderr).toMatch(
      /^saliency-sanity: .*report\/journal: .* found plan\.seed 0 there and 3 here\./,
    );
  });

  test('an interrupt ends it with 130 and says how to go on', async () => {
    const { code, stdout, stderr } = await call(
      [
        'run',
        ...GIVEN,
        '--out',
        'interrupted run',
        '-q',
        '--no-baseline',
        '--reporter',
        'tap,junit=my file.xml',
      ],
      cwd,
      AbortSignal.abort(),
    );
    const told = stderr.replace(/^Interrupted: \d+ % done(, about .+ left)?\.\n/, 'Interrupted: ...\n');
    expect({ code, stdout, stderr: told }).toMatchInlineSnapshot(`
      {
        "code": 130,
        "stderr": "Interrupted: ...
      Continue with: npx saliency-sanity run --model model --inputs inputs.npy --methods gradient,input --draws 2 --out 'interrupted run' --reporter 'tap,junit=my file.xml' --no-baseline --quiet --resume
      saliency-sanity: interrupted
      ",
        "stdout": "",
      }
    `);
  });
});

describe('bad input ends with 2, one message, and nothing written', () => {
  const cases: Readonly<Record<string, string[]>> = {
    'no model': ['run'],
    'no inputs': ['run', '--model', 'model'],
    'model is missing': ['run', '--model', 'nope', '--inputs', 'inputs.npy', '--out', 'new'],
    'inputs are missing': ['run', '--model', 'model', '--inputs', 'nope', '--out', 'new'],
    'unknown method': ['run', ...GIVEN, '--methods', 'gradeint', '--out', 'new'],
    'a method that objects have': ['run', ...GIVEN, '--methods', 'toString', '--out', 'new'],
    'a method named like a prototype': ['run', ...GIVEN, '--methods', 'gradient,__proto__', '--out', 'new'],
    'a metric that objects have': ['run', ...GIVEN, '--metrics', 'constructor', '--out', 'new'],
    'a layer that objects have': ['run', ...GIVEN, '--layers', 'constructor', '--out', 'new'],
    'a reporter that objects have': ['run', ...GIVEN, '--reporter', 'toString=x', '--out', 'new'],
    'an option that objects have': ['run', ...GIVEN, '--constructor', 'x', '--out', 'new'],
    'an option of a prototype': ['run', ...GIVEN, '--__proto__.x', '1', '--out', 'new'],
    'a network that objects have': ['demo', '--network', 'constructor'],
    'a stage that objects have': ['randomize', 'model', '--stage', 'toString', '--out', 'new'],
    'unknown metric': ['run', ...GIVEN, '--metrics', 'sim', '--out', 'new'],
    'unknown order': ['run', ...GIVEN, '--orders', 'cascad', '--out', 'new'],
    'unknown layer': ['run', ...GIVEN, '--layers', 'dens', '--out', 'new'],
    'not a number': ['run', ...GIVEN, '--draws', 'many', '--out', 'new'],
    'out of range': ['run', ...GIVEN, '--seed', '-1', '--out', 'new'],
    'out is a file': ['run', ...GIVEN, '--out', 'inputs.npy'],
    'out is below a file': ['run', ...GIVEN, '--out', 'inputs.npy/report'],
    'unknown reporter': ['run', ...GIVEN, '--reporter', 'html'],
    'resume of nothing': ['run', ...GIVEN, '--resume'],
    'config is missing': ['run', '--config', 'nope.ts'],
    'unknown network': ['demo', '--network', 'digit'],
    'unknown stage': ['randomize', 'model', '--stage', 'dens', '--out', 'new'],
    'negative draw': ['randomize', 'model', '--stage', 'full', '--draw', '-1', '--out', 'new'],
    'two orders': ['randomize', 'model', '--stage', 'full', '--order', 'cascade,bottom-up', '--out', 'new'],
    'no maps': ['compare', 'inputs.npy', 'nope.npy'],
    'no such metric': ['compare', 'inputs.npy', 'inputs.npy', '--metrics', 'spearman'],
    'no run': ['figure', 'model'],
    'explain below a file': ['explain', ...GIVEN.slice(0, 6), '--out', 'inputs.npy/maps'],
  };

  test.each(Object.entries(cases))('%s', async (_, argv) => {
    const before = await readdir(cwd, { recursive: true });
    const { code, stdout, stderr } = await call(argv, cwd);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^saliency-sanity: .+\n$/);
    expect(await readdir(cwd, { recursive: true })).toEqual(before);
  });

  test('the messages', async () => {
    const shown = [
      'no model',
      'unknown order',
      'not a number',
      'out of range',
      'config is missing',
      'unknown network',
    ];
    shown.push('an option that objects have', 'an option of a prototype');
    shown.push('unknown stage', 'negative draw', 'two orders');
    const messages: string[] = [];
    for (const name of shown) messages.push((await call(cases[name], cwd)).stderr);
    expect(`\n${messages.join('')}`).toMatchInlineSnapshot(`
      "
      saliency-sanity: model: expected the path of a model, found nothing. Give --model and --inputs, write a configuration with \`npx saliency-sanity init\`, or try \`npx saliency-sanity demo\`.
      saliency-sanity: --checks: expected one of cascade, bottom-up, independent, labels, class-sensitivity, input-shift, settings, smooth-cascade, entropy, localisation, faithfulness, retraining, roar, kar, attack, quick, arun, all, found "cascad". Did you mean cascade or smooth-cascade?
      saliency-sanity: --draws: expected a whole number from 1 to 1000, found "many".
      saliency-sanity: --seed: expected a whole number from 0 to 4294967295, found -1.
      saliency-sanity: nope.ts: expected a configuration file, found no such file.
      saliency-sanity: --network: expected one of digits, digits-mlp, shapes, found digit.
      saliency-sanity: run: unknown argument: constructor. See npx saliency-sanity run --help.
      saliency-sanity: run: unknown argument: __proto__. See npx saliency-sanity run --help.
      saliency-sanity: layer dens: expected one of output, full, dense, conv, found a name that is not known. Did you mean dense?
      saliency-sanity: --draw: expected a whole number, 0 or more, found -1.
      saliency-sanity: --order: expected one order, found cascade,bottom-up.
      "
    `);
  });
});
