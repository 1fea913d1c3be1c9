import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cascadePages } from '../../../src/report/figures/cascade-figure.ts';
import { pageHeight } from '../../../src/report/figures/figure-page.ts';
import { rasterise } from '../../../src/report/figures/rasterise.ts';
import { sizeOf } from '../../../src/report/figures/vega-picture.ts';
import { oneLine } from '../../../src/report/wording/text-layout.ts';
import { examplePictures, exampleReport, METHODS } from '../example.ts';
import { HOSTILE, hostileReport } from '../hostile.ts';
import { onlyPage } from '../only-page.ts';
import { textsOf } from '../svg.ts';
import { textBoxes } from '../text-boxes.ts';

const report = exampleReport();
const pictures = examplePictures(report);
const options = { order: 'cascade', view: 'abs' as const, input: 0 };

describe('cascadePages', () => {
  it('contains every label, verdict and score', async () => {
    const texts = textsOf(await onlyPage(cascadePages(report, pictures, options)));
    const labels = ['input', 'trained', 'output', '+ fc1', '+ conv2', '+ conv1 (all)', ...METHODS];
    expect(texts).toEqual(
      expect.arrayContaining([...labels, 'passed', 'failed', 'inconclusive', '.38  .40']),
    );
    expect(texts.filter((text) => text === 'failed')).toHaveLength(2);
  });

  it('shows the input once, and says under every trained map what the scores of its row are', async () => {
    const svg = await onlyPage(cascadePages(report, pictures, options));
    expect(svg.match(/<image/g)).toHaveLength(1 + METHODS.length * 5);
    const texts = textsOf(svg);
    expect(texts.filter((text) => text === 'input')).toHaveLength(1);
    expect(texts.filter((text) => text === 'abs Spearman  SSIM')).toHaveLength(METHODS.length);
    expect(texts).toEqual(expect.arrayContaining(['digits/3/a.png', 'predicted 3 (.98)', 'label 3']));
  });

  it('has a true minus sign in its scores', async () => {
    const checks = pictures.checks.map((check) => ({
      ...check,
      scores: { 'spearman-abs': check.scores['spearman-abs'].map(() => -0.125) },
    }));
    const texts = textsOf(await onlyPage(cascadePages(report, { ...pictures, checks }, options)));
    expect(texts.filter((text) => text === '−.13')).toHaveLength(METHODS.length * 4);
  });

  it('has a legend of less than a quarter of a narrow figure of one row', async () => {
    const one = { ...pictures, checks: pictures.checks.slice(0, 1) };
    const width = { value: 85, unit: 'mm' as const };
    const svg = await onlyPage(cascadePages(report, one, { ...options, width, overlay: true }));
    const top = Math.min(
      ...textBoxes(svg)
        .filter(({ text }) => text.startsWith('Colour'))
        .map(({ corners }) => corners[0][1]),
    );
    const { height } = sizeOf(svg);
    expect(top).toBeGreaterThan(0.75 * height);
  });

  it('shows signed scores under signed maps', async () => {
    const texts = textsOf(
      await onlyPage(cascadePages(report, pictures, { ...options, view: 'signed', input: 1 })),
    );
    expect(texts).toContain('.28');
    expect(texts).toContain('−p99');
  });

  it('says in the cell why a map has no scores', async () => {
    const checks = pictures.checks.map((check, index) => {
      const values = index === 0 ? check.values.slice().fill(0) : check.values;
      return { ...check, values };
    });
    const texts = textsOf(await onlyPage(cascadePages(report, { ...pictures, checks }, options)));
    expect(texts.filter((text) => text === 'constant')).toHaveLength(5);
  });

  it('is well-formed and keeps hostile names as text', async () => {
    const hostile = hostileReport();
    const svg = await onlyPage(cascadePages(hostile, examplePictures(hostile), options));
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
    const svg = await onlyPage(cascadePages(report, features, { ...options, view: 'signed' }));
    expect(svg).not.toContain('<image');
    expect(svg.match(/<rect/g)!.length).toBeGreaterThan(4 * 5 * 12);
  });

  it('is null where maps have no picture', async () => {
    const checks = pictures.checks.map((check) => ({ ...check, shape: [7, 2, 2, 28] }));
    expect(await cascadePages(report, { ...pictures, checks }, options)).toEqual([]);
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
    const svg = await onlyPage(cascadePages(many, examplePictures(many, 8), options));
    const width = Number(svg.match(/width="(\d+)"/)![1]);
    const lefts = [...svg.matchAll(/translate\(([\d.]+) [\d.]+\)/g)].map((match) => Number(match[1]));
    expect(Math.max(...lefts) + 52).toBeLessThan(width);
    expect(textsOf(svg)).toEqual(expect.arrayContaining([oneLine(names[0])]));
  });
});

describe('options of cascadePages', () => {
  const imagesOf = (svg: string) => [...svg.matchAll(/href="(data:[^"]+)"/g)].map(([, uri]) => uri);
  const maps = async (more: object) =>
    imagesOf(await onlyPage(cascadePages(report, pictures, { ...options, ...more })));

  it('draws chosen stages, and says of each what it adds', async () => {
    const svg = await onlyPage(cascadePages(report, pictures, { ...options, stages: ['output', 'conv2'] }));
    const texts = textsOf(svg);
    expect(texts).toEqual(expect.arrayContaining(['output', '+ conv2']));
    expect(texts).not.toContain('+ fc1');
    expect(imagesOf(svg)).toHaveLength(1 + METHODS.length * 3);
  });

  it('puts inputs in blocks, or in rows where there is one method', async () => {
    const blocks = textsOf(await onlyPage(cascadePages(report, pictures, { ...options, input: [0, 1] })));
    expect(blocks.filter((text) => text === 'gradient')).toHaveLength(2);
    expect(blocks).toEqual(expect.arrayContaining(['predicted 9 (.51)', 'label 7']));
    const one = { ...pictures, checks: pictures.checks.slice(0, 1) };
    const rows = textsOf(await onlyPage(cascadePages(report, one, { ...options, input: [0, 1] })));
    expect(rows).toEqual(expect.arrayContaining(['digits/3/a.png', 'digits/7/b.png', 'Verdict: passed.']));
    expect(rows).not.toContain('gradient');
  });

  it.each([[{ colours: { abs: 'grey' as const } }], [{ normalise: 'row' as const }], [{ overlay: true }]])(
    'changes the maps and not the input with %o',
    async (more) => {
      const plain = await maps({});
      const other = await maps(more);
      expect(other[0]).toBe(plain[0]);
      expect(other.filter((uri, at) => at > 0 && uri === plain[at]).length).toBeLessThan(plain.length / 2);
    },
  );

  it('gives the maps of a row one scale', async () => {
    // Every map of the first row is half of the one before; on one scale the last is nearly dark.
    const [check] = pictures.checks;
    const size = check.values.length / check.stages.length;
    const halved = check.values.map((_value, at) => check.values[at % size] / 2 ** Math.floor(at / size));
    const some = { ...pictures, checks: [{ ...check, values: halved }] };
    const brightness = async (normalise: 'map' | 'row') => {
      const svg = await onlyPage(cascadePages(report, some, { ...options, normalise }));
      const uri = imagesOf(svg).at(-1)!;
      const { channels } = await sharp(Buffer.from(uri.split(',')[1], 'base64')).stats();
      return channels[0].mean;
    };
    expect(await brightness('row')).toBeLessThan((await brightness('map')) / 4);
  });

  it('is as wide as it is asked to be, whatever the number of stages', async () => {
    for (const count of [3, 17]) {
      const many = exampleReport({ stages: Array.from({ length: count }, (_each, at) => `block${at}/conv`) });
      const width = { value: 170, unit: 'mm' as const };
      const svg = await onlyPage(cascadePages(many, examplePictures(many, 8), { ...options, width }));
      expect(Number(svg.match(/width="([\d.]+)mm"/)![1])).toBeCloseTo(170, 0);
    }
  });

  it('refuses a width that leaves no room for maps', async () => {
    const width = { value: 40, unit: 'mm' as const };
    await expect(
      cascadePages(report, pictures, { ...options, width }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: the width of the figure: expected 173 px (46 mm) or more, for the maps of one stage, found 151 px (40 mm). Make it wider.]`,
    );
    const enough = { value: 46, unit: 'mm' as const };
    expect(await cascadePages(report, pictures, { ...options, width: enough })).not.toEqual([]);
    const many = exampleReport({ stages: Array.from({ length: 24 }, (_each, at) => `block${at}`) });
    const column = { ...options, width: { value: 85, unit: 'mm' as const } };
    expect((await cascadePages(many, examplePictures(many, 4), column)).length).toBeGreaterThan(1);
  });

  it('leaves its title out', async () => {
    const texts = textsOf(await onlyPage(cascadePages(report, pictures, { ...options, title: null })));
    expect(texts.some((text) => text.startsWith('Absolute maps'))).toBe(false);
  });
});

describe('cascadePages', () => {
  const methods = Array.from({ length: 30 }, (_each, at) => `method-${at}`);
  const many = exampleReport({ methods });

  it('divides rows evenly, repeats the input and says which page it is', async () => {
    const pages = await cascadePages(many, examplePictures(many, 4), options);
    expect(pages.length).toBeGreaterThan(2);
    const rows = pages.map((svg) => textsOf(svg).filter((text) => methods.includes(text)));
    expect(rows.flat()).toEqual(methods);
    const counts = rows.map(({ length }) => length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    for (const [at, svg] of pages.entries()) {
      const texts = textsOf(svg);
      expect(texts).toContain('input');
      expect(texts).toContain(`Page ${at + 1} of ${pages.length}.`);
      expect(sizeOf(svg).height).toBeLessThanOrEqual(pageHeight(sizeOf(svg).width));
    }
  });

  it('keeps the rows of an input together where they fit on a page', async () => {
    const few = exampleReport({ methods: methods.slice(0, 6) });
    const pages = await cascadePages(few, examplePictures(few, 4), { ...options, input: [0, 1] });
    const rows = pages.map((svg) => textsOf(svg).filter((text) => methods.includes(text)));
    expect(rows).toEqual([methods.slice(0, 6), methods.slice(0, 6)]);
  });

  it('divides stages over pages where the width has room for fewer, each with input and trained map', async () => {
    const stages = Array.from({ length: 24 }, (_each, at) => `block${at}`);
    const deep = exampleReport({ methods: ['gradient'], stages });
    const width = { value: 85, unit: 'mm' as const };
    const pages = await cascadePages(deep, examplePictures(deep, 4), { ...options, width });
    expect(pages.length).toBeGreaterThan(1);
    const shown = pages.map((svg) => textsOf(svg).map((text) => text.replace(/^\+ | \(all\)$/g, '')));
    expect(shown.flatMap((texts) => texts.filter((text) => stages.includes(text)))).toEqual(stages);
    for (const texts of shown) expect(texts).toEqual(expect.arrayContaining(['input', 'trained']));
  });

  it('is one page without a number where all fits, and none where nothing can be drawn', async () => {
    expect(await cascadePages(report, pictures, options)).toEqual([
      await onlyPage(cascadePages(report, pictures, options)),
    ]);
    expect(await cascadePages(report, pictures, { ...options, order: 'labels' })).toEqual([]);
  });
});

it('becomes a PNG of twice its size with the maps in it', async () => {
  const svg = await onlyPage(cascadePages(report, pictures, options));
  const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/)!.map(Number);
  const image = sharp(await rasterise(svg));
  expect(await image.metadata()).toMatchObject({ width: 2 * width, height: 2 * height, format: 'png' });
  const { channels } = await image.stats();
  for (const channel of channels.slice(0, 3)) {
    expect(channel.stdev).toBeGreaterThan(40);
    expect(channel.max).toBe(255);
  }
});
