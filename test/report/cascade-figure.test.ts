import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cascadeFigure } from '../../src/report/cascade-figure.ts';
import { rasterise } from '../../src/report/rasterise.ts';
import { oneLine } from '../../src/report/text-layout.ts';
import { examplePictures, exampleReport, METHODS } from './example.ts';
import { HOSTILE, hostileReport } from './hostile.ts';
import { textsOf } from './svg.ts';

const report = exampleReport();
const pictures = examplePictures(report);
const options = { order: 'cascade', view: 'abs' as const, input: 0 };

describe('cascadeFigure', () => {
  it('contains every label, verdict and score', async () => {
    const texts = textsOf((await cascadeFigure(report, pictures, options))!);
    const labels = ['input', 'trained', 'output', '+ fc1', '+ conv2', '+ conv1 (all)', ...METHODS];
    expect(texts).toEqual(
      expect.arrayContaining([...labels, 'passed', 'failed', 'inconclusive', '.38  .40']),
    );
    expect(texts.filter((text) => text === 'failed')).toHaveLength(2);
  });

  it('shows signed scores under signed maps', async () => {
    const texts = textsOf((await cascadeFigure(report, pictures, { ...options, view: 'signed', input: 1 }))!);
    expect(texts).toContain('.28');
    expect(texts).toContain('−p99');
  });

  it('says in the cell why a map has no scores', async () => {
    const checks = pictures.checks.map((check, index) => {
      const values = index === 0 ? check.values.slice().fill(0) : check.values;
      return { ...check, values };
    });
    const texts = textsOf((await cascadeFigure(report, { ...pictures, checks }, options))!);
    expect(texts.filter((text) => text === 'constant')).toHaveLength(5);
  });

  it('is well-formed and keeps hostile names as text', async () => {
    const hostile = hostileReport();
    const svg = (await cascadeFigure(hostile, examplePictures(hostile), options))!;
    expect(textsOf(svg)).toContain(oneLine(HOSTILE));
    expect(svg.includes('<img')).toBe(false);
  });

  it('draws features as bars', async () => {
    const shape = [12];
    const features = {
      inputs: { ...pictures.inputs, shape, values: pictures.inputs.values.slice(0, 24) },
      checks: pictures.checks.map((check) => ({
        ...check,
        shape,
        values: check.values.slice(300, 300 + 5 * 24),
      })),
    };
    const svg = (await cascadeFigure(report, features, { ...options, view: 'signed' }))!;
    expect(svg).not.toContain('<image');
    expect(svg.match(/<rect/g)!.length).toBeGreaterThan(4 * 5 * 12);
  });

  it('is null where maps have no picture', async () => {
    const checks = pictures.checks.map((check) => ({ ...check, shape: [7, 2, 2, 28] }));
    expect(await cascadeFigure(report, { ...pictures, checks }, options)).toBeNull();
  });

  it.each([
    [2, 2],
    [12, 20],
  ])('holds %d methods and %d stages inside its frame', async (methods, stages) => {
    const names = Array.from(
      { length: stages },
      (_each, index) => `block_${index}/convolution_with_a_long_name`,
    );
    const many = exampleReport({
      methods: Array.from(
        { length: methods },
        (_each, index) => `method-${index}-with-a-very-long-name-indeed`,
      ),
      stages: names,
    });
    const svg = (await cascadeFigure(many, examplePictures(many, 8), options))!;
    const width = Number(svg.match(/width="(\d+)"/)![1]);
    const lefts = [...svg.matchAll(/translate\(([\d.]+) [\d.]+\)/g)].map((match) => Number(match[1]));
    expect(Math.max(...lefts) + 52).toBeLessThan(width);
    expect(textsOf(svg)).toEqual(expect.arrayContaining([oneLine(names[0])]));
  });
});

it('becomes a PNG of twice its size with the maps in it', async () => {
  const svg = (await cascadeFigure(report, pictures, options))!;
  const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/)!.map(Number);
  const image = sharp(await rasterise(svg));
  expect(await image.metadata()).toMatchObject({ width: 2 * width, height: 2 * height, format: 'png' });
  const { channels } = await image.stats();
  for (const channel of channels.slice(0, 3)) {
    expect(channel.stdev).toBeGreaterThan(40);
    expect(channel.max).toBe(255);
  }
});
