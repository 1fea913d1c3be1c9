import { expect, test } from 'vitest';
import { cascadePages } from '../../../src/report/figures/cascade-figure.ts';
import type { Pictures } from '../../../src/results/pictures.ts';
import { examplePictures, exampleReport } from '../example.ts';
import { onlyPage } from '../only-page.ts';
import { textsOf } from '../svg.ts';

const report = exampleReport();
const pictures = examplePictures(report);
const [first, second] = pictures.checks;
const options = { order: 'cascade', view: 'abs' as const, input: 0 };
const [height, width] = pictures.inputs.shape;
const size = first.values.length / first.stages.length;

/** The maps of a check under other names of stages. */
const named = (check: typeof first, stages: readonly string[]) => ({
  ...check,
  stages: ['trained', ...stages],
  values: check.values.subarray(0, (1 + stages.length) * size),
  scores: {},
});

test('methods with stages of their own have their maps side by side, with names under them', async () => {
  const checks = [named(first, ['draws 25', 'draws 100']), named(second, ['layer conv1'])];
  const svg = await onlyPage(cascadePages(report, { ...pictures, checks }, options));
  const texts = textsOf(svg);
  // Two columns beside the trained map, not three.
  expect(svg.match(/<image/g)).toHaveLength(1 + 2 + 3);
  for (const name of ['draws 25', 'draws 100', 'layer conv1']) {
    expect(texts.filter((text) => text === name)).toHaveLength(1);
  }
});

test('what a check says of a map stands under it', async () => {
  const captions = first.stages.map((_, at) =>
    pictures.inputs.ids.map((_id, input) => `class ${at}${input}`),
  );
  const checks = [{ ...first, captions }];
  const texts = textsOf(
    await onlyPage(cascadePages(report, { ...pictures, checks }, { ...options, input: 1 })),
  );
  for (const [at] of first.stages.entries()) expect(texts).toContain(`class ${at}1`);
});

test('regions are outlined on the maps that are held against them, which need no stages', async () => {
  const regions = new Float32Array(pictures.inputs.ids.length * height * width);
  // Two pixels side by side: the edge around them takes two strokes along, and two across.
  regions.set([1, 1], width + 1);
  const outlined = { ...named(first, []), outlined: true as const };
  const held: Pictures = { inputs: { ...pictures.inputs, regions }, checks: [outlined] };
  const [svg] = await cascadePages(report, held, options);
  const [outline] = svg.match(/d="M[^"]*" fill="none" stroke="#ffffff" stroke-width="2.2"/)!;
  expect(outline.match(/H/g)).toHaveLength(2);
  expect(outline.match(/V/g)).toHaveLength(2);
  expect(textsOf(svg).join(' ')).toContain('Outline: the region.');
  // Of the other input the region is empty.
  const [empty] = await cascadePages(report, held, { ...options, input: 1 });
  expect(empty).not.toContain('stroke="#ffffff" stroke-width="2.2"');
  const plain = { ...held, checks: [named(first, [])] };
  expect(await cascadePages(report, plain, options)).toEqual([]);
});
