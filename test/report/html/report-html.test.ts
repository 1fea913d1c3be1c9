import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../../src/report/html/report-html.ts';
import { oneLine } from '../../../src/report/text-layout.ts';
import { examplePictures, exampleReport, METHODS } from '../example.ts';
import { HOSTILE, hostileReport } from '../hostile.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const environment = { node: 'v20.0.0', platform: 'linux x64' };

function elementsOf(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elementsOf) : [];
  return 'tagName' in node ? [node, ...children] : children;
}

const attribute = (element: Element, name: string) => element.attrs.find((each) => each.name === name)?.value;

const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';

/** The page's elements; throws where a browser would have to mend its text. */
function pageOf(html: string): Element[] {
  const faults: string[] = [];
  const document = parse(html, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }) => faults.push(`${code} in line ${startLine}`),
  });
  expect(faults).toEqual([]);
  return elementsOf(document);
}

let html: string;
let page: Element[];

beforeAll(async () => {
  const report = exampleReport();
  html = await reportHtml(report, examplePictures(report), environment);
  page = pageOf(html);
});

const named = (name: string) => page.filter(({ tagName }) => tagName === name);

describe('reportHtml', () => {
  it('says the verdict first, then every check, the maps and the run', () => {
    const headings = page.filter(({ tagName }) => /^h[123]$/.test(tagName)).map(textOf);
    expect(headings[0]).toBe('Sanity checks of digits: ✗ failed');
    const at = (text: string) => headings.findIndex((heading) => heading.startsWith(text));
    const order = ['Methods', ...METHODS, 'Maps', 'The run'].map(at);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBe(1);
  });

  it('has explanation, charts, gates, stages and command of every check', () => {
    const sections = named('section').filter((each) => attribute(each, 'class') === 'check');
    expect(sections).toHaveLength(METHODS.length);
    const failed = elementsOf(sections[1]);
    expect(textOf(sections[1])).toContain('Retains 86 % of its similarity');
    expect(failed.filter(({ tagName }) => tagName === 'svg')).toHaveLength(3);
    expect(textOf(failed.find(({ tagName }) => tagName === 'pre')!)).toMatch(
      /--methods guided-backprop --seed 1$/,
    );
    const captions = failed.filter(({ tagName }) => tagName === 'caption').map(textOf);
    expect(captions).toEqual(['Gates of guided-backprop', 'Mean scores of guided-backprop']);
  });

  it('has model, plan, coverage, environment and the command of the run', () => {
    const text = textOf(page[0]);
    const parts = [
      'models/digits/model.json',
      'ab'.repeat(32),
      '"initializer": "own"',
      'v20.0.0',
      'linux x64',
    ];
    for (const part of [...parts, 'compiled (onnxruntime), 2 threads', 'Coverage, cascade']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('saliency-sanity run --model model.json --inputs digits --seed 1');
  });

  it('describes every chart in words', () => {
    const charts = named('svg');
    expect(charts).toHaveLength(3 * METHODS.length);
    expect(attribute(charts[0], 'role')).toBe('img');
    expect(attribute(charts[0], 'aria-label')).toBe(
      'Spearman, abs maps of gradient: output .38, + fc1 .28, + conv2 .18, + conv1 (all) .08, ceiling 1.00, floor .02, null .08.',
    );
  });

  it('lets only its own script and style run, by their hashes', () => {
    const policy = attribute(named('meta').find((each) => attribute(each, 'http-equiv'))!, 'content')!;
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const scripts = named('script').filter((each) => attribute(each, 'type') === undefined);
    expect(scripts).toHaveLength(1);
    expect(named('style')).toHaveLength(1);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hash(textOf(scripts[0]))}`,
      `style-src ${hash(textOf(named('style')[0]))}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(
      page.filter((each) => each.attrs.some(({ name }) => /^(style|on.*|src|srcset)$/.test(name))),
    ).toEqual([]);
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  it('links every verdict to its check', () => {
    const ids = new Set(page.map((each) => attribute(each, 'id')));
    const links = named('a').map((each) => attribute(each, 'href')!);
    expect(links).toHaveLength(METHODS.length);
    for (const link of links) expect(ids.has(link.slice(1))).toBe(true);
    const labelled = page.flatMap((each) => attribute(each, 'aria-labelledby') ?? []);
    for (const id of labelled) expect(ids.has(id)).toBe(true);
  });

  it('shows hostile names as text', async () => {
    const report = hostileReport();
    const hostile = pageOf(await reportHtml(report, examplePictures(report, 8), environment));
    expect(hostile.filter(({ tagName }) => tagName === 'img')).toEqual([]);
    expect(hostile.filter(({ tagName }) => tagName === 'script')).toHaveLength(2);
    expect(textOf(hostile[0])).toContain(oneLine(HOSTILE));
    const data = hostile.find((each) => attribute(each, 'id') === 'map-data')!;
    expect(JSON.parse(textOf(data)).checks[1].method).toBe(oneLine(HOSTILE));
  });

  it('does without pictures', async () => {
    const plain = await reportHtml(exampleReport(), null, environment);
    expect(pageOf(plain).filter(({ tagName }) => tagName === 'script')).toEqual([]);
    expect(plain).not.toContain('map-data');
  });

  it('stays below 5 MB for 10 methods, 8 inputs and 10 stages of photographs', async () => {
    const names = (count: number, name: string) =>
      Array.from({ length: count }, (_each, at) => `${name}-${at}`);
    const base = exampleReport({ methods: names(10, 'method'), stages: names(10, 'stage') });
    const report = {
      ...base,
      inputs: names(8, 'input').map((id) => ({ ...base.inputs[0], id })),
    };
    const large = await reportHtml(report, examplePictures(report, 64, 3), environment);
    expect(large.length).toBeGreaterThan(3e6);
    expect(large.length).toBeLessThan(5e6);
    expect(large).toContain('Maps of 64x64 are shown at');
  });
});
