import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { explainAll } from '../../../../src/harness/measure/explain-all.ts';
import { comparePairs, prepareMaps, samePairs } from '../../../../src/harness/measure/similarities.ts';
import { openSubject } from '../../../../src/harness/prepare/subject.ts';
import { loadModel } from '../../../../src/model/load.ts';
import { randomizeLayers } from '../../../../src/randomize/randomize.ts';
import { runChecks } from '../../../../src/run-checks.ts';
import { METRICS } from '../../../../src/similarity/registry.ts';
import { call } from '../../../cli/call.ts';
import { uniform } from '../../../engine/differences.ts';
import { temporaryFolder } from '../../networks.ts';
import { INPUT_SHAPE, mixedGraph, SIGNATURE } from './graph-networks.ts';

const COUNT = 6;
const inputs = {
  values: uniform([COUNT, ...INPUT_SHAPE], 11, -1, 1).dataSync() as Float32Array,
  shape: INPUT_SHAPE,
};
const METHODS = ['gradient', 'guided-backprop', 'grad-cam'];
const LAYERS = ['predictions', 'fc1', 'conv3', 'depth2', 'depth', 'conv2', 'conv1'];

let folder: string;
beforeAll(async () => {
  folder = await mixedGraph().save((document) => {
    document.signature = SIGNATURE;
  });
});

describe('the checks on a graph model', () => {
  test('give verdicts with a stage per layer, down to every weight', async () => {
    const config = { model: folder, inputs, methods: METHODS, draws: 2, threads: 1, pictures: 1 };
    const report = await runChecks({ ...config, group: 'layer' });
    expect(report.checks.map(({ method }) => method)).toEqual(METHODS);
    for (const { status, stages, gates, explanation } of report.checks) {
      expect(['passed', 'failed', 'inconclusive']).toContain(status);
      expect(explanation).not.toBe('');
      expect(gates.length).toBeGreaterThan(0);
      expect(stages.map(({ name }) => name)).toEqual(LAYERS);
      expect(stages.at(-1)!.coverage).toBe(1);
      for (const stage of stages) expect(stage.logitShift).toBeGreaterThan(0);
    }
    expect(report.engine.name).toBe('compiled');
    expect(report.notices.map(({ code }) => code)).toEqual(expect.arrayContaining(['logits', 'model']));
    expect(report.notices.filter(({ code }) => code === 'engine-fallback')).toEqual([]);
  }, 20_000);

  test.each(['compiled', 'eager'] as const)('%s: randomising nothing scores exactly 1', async (engine) => {
    const subject = await openSubject(
      { model: folder, inputs, methods: METHODS, engine, backend: 'cpu', threads: 1, batch: 4 },
      { cwd: '.' },
    );
    const { weights } = randomizeLayers(subject.model, []);
    const settings = { seed: 0, target: 'predicted' } as const;
    const trained = await explainAll(subject, subject.model.trained, settings);
    const again = await explainAll(subject, weights, settings);
    const metrics = ['spearman-abs', 'spearman-signed', 'ssim'].map((name) => METRICS[name]);
    const scores = trained.maps.flatMap((maps, m) => {
      const [a, b] = [maps, again.maps[m]].map((one) => prepareMaps(one, metrics));
      return Object.values(comparePairs(a, b, samePairs(COUNT), metrics)).flatMap((one) => [...one]);
    });
    const defined = scores.filter((score) => !Number.isNaN(score));
    expect(defined.length).toBeGreaterThan(30);
    expect(new Set(defined)).toEqual(new Set([1]));
    await subject.dispose();
  });
});

describe('the command line', () => {
  test('inspect shows the layers and what stays as it is', async () => {
    const { code, stdout } = await call(['inspect', folder], process.cwd());
    expect(code).toBe(0);
    expect(stdout.replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
      "FOLDER: input [8, 8, 2], 5 logits, softmax taken off, 459 parameters

      From output to input, as a cascade randomises them, in 7 groups:

      group       layer       kind                       output    parameters  random new values (own)
      predictions predictions MatMul                     [5]               40   8.7 % Glorot uniform; zeros
      fc1         fc1         _FusedMatMul               [7]               49  19.4 % Glorot uniform; zeros
      conv3       conv3       _FusedConv2D               [4, 4, 6]         54  31.2 % Glorot uniform; zeros
      depth2      depth2      FusedDepthwiseConv2dNative [4, 4, 4]         40  39.9 % Glorot uniform; zeros
      depth       bn          FusedBatchNormV3           [8, 8, 4]         16  43.4 % ones; zeros
                  depth       DepthwiseConv2dNative      [8, 8, 4]         36  51.2 % Glorot uniform
      conv2       conv2       _FusedConv2D               [8, 8, 4]        148  83.4 % Glorot uniform; zeros
      conv1       conv1       Conv2D                     [8, 8, 4]         76 100.0 % Glorot uniform; zeros

      a graph model records no initializers: new kernels are drawn by fan, new biases are zero

      3 batch normalisations were folded into other weights, statistics included, and random weights come without: --batch-norm recalibrate normalises them on the inputs

      7 constants are not randomised: whole numbers, booleans and single numbers of the architecture
      "
    `);
  });

  test('randomize writes a graph model', async () => {
    const out = join(await temporaryFolder(), 'random');
    const { code, stderr } = await call(
      ['randomize', folder, '--stage', 'full', '--output', 'predictions', '--out', out],
      process.cwd(),
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const [model, random] = [await loadModel(folder), await loadModel(out)];
    expect(random.format).toBe('tfjs-graph-model');
    for (const { name, role } of model.weights) {
      const same = `${random.trained.get(name)}` === `${model.trained.get(name)}`;
      expect(same, `${name} (${role})`).toBe(false);
    }
  });

  test('an output that does not exist is refused with exit code 2', async () => {
    const { code, stderr } = await call(['inspect', folder, '--output', 'prediction'], process.cwd());
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "saliency-sanity: option output: expected one of the model's outputs predictions, found prediction. Did you mean predictions?
      "
    `);
  });
});
