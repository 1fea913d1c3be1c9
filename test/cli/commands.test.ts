import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeNpy, readNpy } from '../../src/inputs/npy.ts';
import { loadModel } from '../../src/model/load.ts';
import { call } from './call.ts';
import { addFlatModel, tinyProject } from './tiny-project.ts';

let cwd: string;

beforeAll(async () => {
  cwd = await tinyProject();
  await addFlatModel(cwd);
});
afterAll(() => rm(cwd, { recursive: true }));

const GIVEN = ['--model', 'model', '--inputs', 'inputs.npy', '--methods', 'gradient,input', '--draws', '2'];

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

describe('demo', () => {
  test('exits with 0 whatever the verdicts, and says what run would have done', async () => {
    const less = [
      '--methods',
      'gradient,input-x-gradient',
      '--draws',
      '2',
      '--limit',
      '8',
      '--pictures',
      '1',
    ];
    const { code, stdout, stderr } = await call(['demo', ...less, '--json'], cwd);
    expect(JSON.parse(stdout).summary.failed).toBe(1);
    expect({ code, stderr: stderr.replace(/^Cost: .+\n/, '') }).toEqual({
      code: 0,
      stderr: 'The demo shows failing methods on purpose and exits with 0; `run` would have exited with 1.\n',
    });
    expect(await readdir(join(cwd, 'reports', 'demo'))).toContain('report.json');
  });

  test('has a network without convolutions, for which it leaves out what needs one', async () => {
    const less = [
      '--draws',
      '1',
      '--limit',
      '1',
      '--pictures',
      '0',
      '--metrics',
      'spearman-abs',
      '--out',
      'mlp',
    ];
    const { code, stdout, stderr } = await call(['demo', '--network', 'digits-mlp', ...less, '--json'], cwd);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).checks).toHaveLength(6);
    expect(stderr.replace(/(?<=gradients, ).+(?= on this machine)/, '...')).toMatchInlineSnapshot(`
      "grad-cam is left out: it needs a network with a convolutional layer, found none.
      guided-grad-cam is left out: it needs a network with a convolutional layer,
      found none.
      ig-smoothgrad is left out: it would take 2,500 gradients a map, 96 % of the
      work; --methods paper,ig-smoothgrad asks for it.
      Cost: 30 maps, 515 gradients, ... on this machine.
      The demo shows failing methods on purpose and exits with 0; \`run\` would have exited with 3.
      "
    `);
  });
});

describe('figure', () => {
  beforeAll(async () => {
    await call(['run', ...GIVEN, '--pictures', '2', '--out', 'finished'], cwd);
  });

  test('draws chosen figures of a finished run elsewhere', async () => {
    const argv = [
      'figure',
      'finished',
      '--methods',
      'gradient',
      '--input',
      '2',
      '--views',
      'abs',
      '--out',
      'drawn',
    ];
    const { code, stdout } = await call([...argv, '--scale', '1', '--json'], cwd);
    expect(code).toBe(0);
    const { files } = JSON.parse(stdout);
    expect(files).toContain('drawn/cascade-abs-2.png');
    expect((await readdir(join(cwd, 'drawn'))).map((name) => `drawn/${name}`).sort()).toEqual(
      [...files].sort(),
    );
    expect((await sharp(join(cwd, 'drawn', 'cascade-abs-2.png')).metadata()).format).toBe('png');
  });

  test.each([
    [
      ['--methods', 'grad'],
      '--methods: expected some of gradient, input, found grad. Did you mean gradient?',
    ],
    [['--input', '3'], '--input: expected some of 1, 2, found 3.'],
    [['--views', 'both'], '--views: expected some of abs, signed, found both.'],
    [['--scale', '0'], '--scale: expected a number above 0, at most 10, found 0.'],
  ])('refuses %j', async (options, message) => {
    const { code, stderr } = await call(['figure', 'finished', ...options], cwd);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `saliency-sanity: ${message}\n` });
  });

  test.each([
    ['{', 'expected a JSON document, found text that is none, or cut off.'],
    ['null', 'expected a report of schema saliency-sanity/report@1, found null.'],
    ['{}', 'expected a report of schema saliency-sanity/report@1, found nothing at schema.'],
    ['{"schema":"saliency-sanity/report@1","version":7}', 'found 7 at version.'],
  ])('refuses a report.json that is %s', async (text, message) => {
    await mkdir(join(cwd, 'broken'), { recursive: true });
    await writeFile(join(cwd, 'broken', 'report.json'), text);
    const { code, stderr } = await call(['figure', 'broken'], cwd);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('explain', () => {
  test('leaves out what does not fit and ends with 3', async () => {
    const line = ['explain', '--model', 'flat', '--inputs', 'inputs.npy', '--methods', 'grad-cam,gradient'];
    const { code, stdout, stderr } = await call([...line, '--out', 'some', '--limit', '1'], cwd);
    expect(code).toBe(3);
    expect(stdout).toContain('1 map each of gradient,');
    expect(stderr).toContain('grad-cam is left out: it needs');
  });

  test('writes signed maps as float32 and a picture of each', async () => {
    const { code, stdout } = await call(
      ['explain', ...GIVEN.slice(0, 6), '--out', 'maps', '--limit', '3'],
      cwd,
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Written to maps: 3 maps each of gradient, input, as .npy and .png, with index.json\n',
    });
    const { shape, values } = await readNpy(join(cwd, 'maps', 'gradient.npy'));
    expect(shape).toEqual([3, 12, 12, 1]);
    expect(Math.min(...values)).toBeLessThan(0);
    expect((await readdir(join(cwd, 'maps'))).sort()).toEqual(
      [
        ...['gradient', 'input'].flatMap((name) => [
          ...[0, 1, 2].map((i) => `${name}-${i}.png`),
          `${name}.npy`,
        ]),
        'index.json',
      ].sort(),
    );
    // The control returns what the model saw.
    const seen = await readNpy(join(cwd, 'maps', 'input.npy'));
    const given = await readNpy(join(cwd, 'inputs.npy'));
    expect(seen.values).toEqual(given.values.slice(0, seen.values.length));
  });

  test('writes an index of maps, pictures and inputs, in the order that was given', async () => {
    const labels = [2, 2, 0, 2, 1, 0];
    await writeFile(join(cwd, 'six-labels.json'), JSON.stringify(labels));
    const argv = ['explain', ...GIVEN.slice(0, 6), '--labels', 'six-labels.json', '--target', 'label'];
    expect((await call([...argv, '--out', 'labelled'], cwd)).code).toBe(0);
    const index = JSON.parse(await readFile(join(cwd, 'labelled', 'index.json'), 'utf8'));
    expect(index).toMatchObject({
      schema: 'saliency-sanity/maps@1',
      model: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      inputShape: [12, 12, 1],
      maps: [
        { method: 'gradient', file: 'gradient.npy', shape: [6, 12, 12, 1] },
        { method: 'input', file: 'input.npy', shape: [6, 12, 12, 1] },
      ],
    });
    const given = await readNpy(join(cwd, 'inputs.npy'));
    const seen = await readNpy(join(cwd, 'labelled', 'input.npy'));
    expect(seen.values).toEqual(given.values);
    for (const [at, input] of index.inputs.entries()) {
      expect(input).toMatchObject({
        index: at,
        id: `inputs.npy[${at}]`,
        label: labels[at],
        explained: labels[at],
      });
      expect(input.pictures).toEqual({ gradient: `gradient-${at}.png`, input: `input-${at}.png` });
      for (const file of Object.values<string>(input.pictures)) {
        expect(existsSync(join(cwd, 'labelled', file)), file).toBe(true);
      }
    }
  });

  test('chooses evenly over labels, and keeps the order of what it chose', async () => {
    const argv = ['explain', ...GIVEN.slice(0, 6), '--labels', 'six-labels.json', '--limit', '4', '--json'];
    const { stdout } = await call([...argv, '--out', 'chosen'], cwd);
    const ids = JSON.parse(stdout).inputs.map(({ id }: { id: string }) => id);
    expect(ids).toEqual([0, 1, 2, 4].map((row) => `inputs.npy[${row}]`));
  });

  test('--json names inputs, classes and files', async () => {
    const { stdout } = await call(
      ['explain', ...GIVEN.slice(0, 6), '--out', 'maps', '--limit', '1', '--json'],
      cwd,
    );
    const { inputs, files } = JSON.parse(stdout);
    expect(inputs).toHaveLength(1);
    expect(inputs[0].target).toBe(inputs[0].predicted);
    for (const file of files) expect(existsSync(join(cwd, file)), file).toBe(true);
  });
});

describe('randomize', () => {
  test('writes a model whose layers are random from the output to the stage, and the same again for a seed', async () => {
    const argv = ['randomize', 'model', '--stage', 'dense', '--seed', '3', '--draw', '1', '--json', '--out'];
    const { code, stdout } = await call([...argv, 'random'], cwd);
    expect(code).toBe(0);
    const { files, ...facts } = JSON.parse(stdout);
    expect(facts).toEqual({ stage: 'dense', layers: ['dense'], coverage: 1203 / 1243 });
    for (const file of files) expect(existsSync(join(cwd, file)), file).toBe(true);
    await call([...argv, 'again'], cwd);
    const [trained, random, again] = await Promise.all(
      ['model', 'random', 'again'].map((name) => loadModel(join(cwd, name))),
    );
    expect(random.trained.get('conv/kernel')).toEqual(trained.trained.get('conv/kernel'));
    expect(random.trained.get('dense/kernel')).not.toEqual(trained.trained.get('dense/kernel'));
    expect(again.sha256).toBe(random.sha256);
  });

  test('does not overwrite the trained model', async () => {
    const before = await readFile(join(cwd, 'model', 'weights.bin'));
    const { code } = await call(['randomize', 'model', '--stage', 'full', '--out', './model'], cwd);
    expect(code).toBe(2);
    expect(await readFile(join(cwd, 'model', 'weights.bin'))).toEqual(before);
  });
});

describe('compare', () => {
  test('gives a score per pair and metric, null where there is none', async () => {
    const map = [1, 2, 3, 4];
    await writeFile(join(cwd, 'a.npy'), encodeNpy([3, 4], Float32Array.from([...map, ...map, ...map])));
    await writeFile(
      join(cwd, 'b.npy'),
      encodeNpy([3, 4], Float32Array.from([...map, 4, 3, 2, 1, 5, 5, 5, 5])),
    );
    const argv = ['compare', 'a.npy', 'b.npy', '--metrics', 'spearman-signed,ssim'];
    const { code, stdout, stderr } = await call([...argv, '--json'], cwd);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      scores: { 'spearman-signed': [1, -1, null], ssim: [null, null, null] },
    });
    expect((await call(argv, cwd)).stdout).toMatchInlineSnapshot(`
      "3 pairs of maps

      metric           mean lowest highest undefined
      spearman-signed 0.000 -1.000   1.000         1
      ssim                -      -       -         3

      ssim is left out: the maps have no rows and columns.
      "
    `);
  });
});

describe('compare', () => {
  test('compares float64 files in float64, whatever their offset and size', async () => {
    const wide = (values: number[]) => {
      const data = Buffer.from(Float64Array.from(values).buffer);
      const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (1, ${values.length}), }`.padEnd(117);
      const prefix = Buffer.from(`\x93NUMPY\x01\x00v\x00${header}\n`, 'latin1');
      return Buffer.concat([prefix, data]);
    };
    const a = [1, 4, 2, 8, 5, 7].map((value) => 1e6 + value * 1e-3);
    const b = [1, 4, 8, 2, 5, 7].map((value) => value * 1e-50);
    await writeFile(join(cwd, 'wide-a.npy'), wide(a));
    await writeFile(join(cwd, 'wide-b.npy'), wide(b));
    const argv = ['compare', 'wide-a.npy', 'wide-b.npy', '--metrics', 'spearman-signed,pearson', '--json'];
    const { scores } = JSON.parse((await call(argv, cwd)).stdout);
    expect(scores['spearman-signed'][0]).toBeCloseTo(1 - (6 * 32) / (6 * 35), 12);
    expect(scores.pearson[0]).toBeCloseTo(1 - 36 / 37.5, 6);
  });
});

describe('inspect', () => {
  test('lists layers from output to input with what becomes of them', async () => {
    expect((await call(['inspect', 'model'], cwd)).stdout).toMatchInlineSnapshot(`
      "model: input [12, 12, 1], 3 logits, 1,243 parameters

      From output to input, as a cascade randomises them:

      layer kind   output      parameters  random new values (own)
      dense Dense  [3]              1,203  96.8 % VarianceScaling scale 1, mode fanAvg, distribution uniform; Zeros
      conv  Conv2D [10, 10, 4]         40 100.0 % VarianceScaling scale 1, mode fanAvg, distribution uniform; Zeros
      "
    `);
    const { stdout } = await call(['inspect', 'model', '--json', '--initializer', 'permutation'], cwd);
    const { order, randomization, parameters } = JSON.parse(stdout);
    expect({ order, parameters }).toEqual({ order: ['dense', 'conv'], parameters: 1243 });
    expect(Object.keys(randomization)).toHaveLength(4);
  });
});

describe('methods', () => {
  test('lists every method and set', async () => {
    const { stdout } = await call(['methods', '--json'], cwd);
    const { methods, sets } = JSON.parse(stdout);
    const names = methods.map(({ name }: { name: string }) => name);
    expect(names).toContain('integrated-gradients');
    for (const members of Object.values(sets))
      for (const name of members as string[]) expect(names).toContain(name);
    const { stdout: text } = await call(['methods'], cwd);
    const begins = (name: string) => text.split('\n').some((line) => line.startsWith(`${name} `));
    for (const name of names) expect(begins(name), name).toBe(true);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});
