import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../../src/report/html/report-html.ts';
import { GLOSSARY } from '../../../src/report/wording/glossary.ts';
import { oneLine } from '../../../src/report/wording/text-layout.ts';
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
  it('says the verdict first, then cards, contents, maps, details, the run and its words', () => {
    const headings = page.filter(({ tagName }) => /^h[12]$/.test(tagName)).map(textOf);
    expect(headings).toEqual([
      'Sanity checks of digits: ✗ failed',
      ...['Notices', 'Verdicts', 'Contents', 'Maps', 'Details', 'The run', 'Words'],
    ]);
  });

  it('leaves out no level of headings', () => {
    const levels = page
      .filter(({ tagName }) => /^h[1-6]$/.test(tagName))
      .map(({ tagName }) => Number(tagName[1]));
    expect(levels[0]).toBe(1);
    for (const [at, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[at - 1] ?? 0) + 1);
  });

  it('says in words what came out, what follows and what it can bear', () => {
    const [header] = named('header').map(textOf);
    expect(header).toContain('✗ 2 do not show the network? 1 not known✓ 1 shows the network');
    expect(header).toContain(
      'On this network gradient passes. Do not take maps of guided-backprop or integrated-gradients for what the network ' +
        'learned. Of fresh-noise this run cannot tell.',
    );
    expect(header).toContain('Passing is necessary, not sufficient');
    expect(header).toContain('Two images of 32x32 were resized to 28x28.');
  });

  it('has a card to every verdict, those that failed first', () => {
    const cards = named('article');
    const head = (card: Element) =>
      elementsOf(card)
        .filter(({ tagName, attrs }) => tagName === 'h4' || attrs.some(({ value }) => /^finding/.test(value)))
        .map(textOf);
    expect(cards.map(head)).toEqual([
      ['guided-backprop', '✗ Does not show the network'],
      ['integrated-gradients', '✗ Does not show the network'],
      ['fresh-noise', '? Not known'],
      ['gradient', '✓ Shows the network'],
    ]);
    const [first] = cards;
    const cause = elementsOf(first).find(({ attrs }) => attrs.some(({ value }) => value === 'cause'))!;
    expect(textOf(cause)).toBe(
      'Retains 90\u00a0% (85 to 95\u00a0%) of its abs Spearman, 63\u00a0% (58 to 68\u00a0%) of its signed Spearman and 82\u00a0% (77 to 87\u00a0%) ' +
        'of its SSIM similarity after the output layer is random; at most 50\u00a0% passes.',
    );
    const alts = elementsOf(first).flatMap((each) => attribute(each, 'alt') ?? []);
    expect(alts).toEqual([
      'Input digits/3/a.png',
      ...['trained', 'output random', 'all random'].map((name) => `Map of guided-backprop: ${name}`),
    ]);
    const strips = elementsOf(first).filter(({ attrs }) => attrs.some(({ value }) => /^plot /.test(value)));
    expect(strips.map((each) => attribute(each, 'aria-label'))).toEqual([
      'failed: .90 (.85 to .95), at most .50',
      'failed: .63 (.58 to .68), at most .50',
      'failed: .82 (.77 to .87), at most .50',
      'not decided: .46 (.41 to .51), at most .50',
      'passed: .32 (.27 to .37), at most .50',
      'not decided: .47 (.42 to .52), at most .50',
    ]);
  });

  it('has explanation, charts, gates, stages and command of every check, folded', () => {
    const sections = named('details').filter((each) => attribute(each, 'class') === 'check');
    expect(sections).toHaveLength(METHODS.length);
    const failed = elementsOf(sections[1]);
    expect(textOf(sections[1])).toContain('Retains 90\u00a0% (85 to 95\u00a0%) of its abs Spearman');
    expect(failed.filter(({ tagName }) => tagName === 'svg')).toHaveLength(3);
    expect(textOf(failed.find(({ tagName }) => tagName === 'pre')!)).toMatch(
      /--methods guided-backprop --orders cascade$/,
    );
    const captions = failed.filter(({ tagName }) => tagName === 'caption').map(textOf);
    expect(captions).toEqual([
      'Gates of guided-backprop, cascade',
      'Mean scores of guided-backprop, cascade',
    ]);
  });

  it('explains in the glossary every word that it links to', () => {
    const ids = new Set(page.map((each) => attribute(each, 'id')));
    const terms = named('a').filter((each) => attribute(each, 'class') === 'term');
    const linked = new Set(terms.map((each) => attribute(each, 'href')!.slice(1)));
    for (const id of linked) expect(ids).toContain(id);
    for (const word of [
      'ceiling',
      'floor',
      'null',
      'gate',
      'retained-similarity',
      'stage',
      'coverage',
      'logit-shift',
      'interval',
    ])
      expect(linked).toContain(`term-${word}`);
    expect(named('dt').map(textOf)).toEqual(expect.arrayContaining(GLOSSARY.map(({ name }) => name)));
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
    const charts = named('svg').filter((each) => attribute(each, 'class') === 'curve');
    expect(charts).toHaveLength(3 * METHODS.length);
    expect(attribute(charts[0], 'role')).toBe('img');
    expect(attribute(charts[0], 'aria-label')).toBe(
      'Abs Spearman of gradient: output .38, + fc1 .28, + conv2 .18, + conv1 (all) .08, ceiling 1.00, floor .02, null .08.',
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
    expect(page.filter((each) => each.attrs.some(({ name }) => /^(style|on.*|srcset)$/.test(name)))).toEqual(
      [],
    );
    for (const src of page.flatMap((each) => attribute(each, 'src') ?? []))
      expect(src).toMatch(/^data:image\/webp;base64,/);
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  it('leads nowhere but within itself, and from every card to its check', () => {
    const ids = page.flatMap((each) => attribute(each, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of named('a').map((each) => attribute(each, 'href')!))
      expect(ids).toContain(link.slice(1));
    for (const id of page.flatMap((each) => attribute(each, 'aria-labelledby') ?? []))
      expect(ids).toContain(id);
    const leads = named('article').map((card) =>
      elementsOf(card).some((each) => /^#check-/.test(attribute(each, 'href') ?? '')),
    );
    expect(leads).toEqual(METHODS.map(() => true));
  });

  it('shows hostile names as text', async () => {
    const report = hostileReport();
    const hostile = pageOf(await reportHtml(report, examplePictures(report, 8), environment));
    const sources = hostile.flatMap((each) => attribute(each, 'src') ?? []);
    for (const src of sources) expect(src).toMatch(/^data:image\/webp;base64,/);
    expect(hostile.filter(({ tagName }) => tagName === 'script')).toHaveLength(2);
    expect(textOf(hostile[0])).toContain(oneLine(HOSTILE));
    const data = hostile.find((each) => attribute(each, 'id') === 'map-data')!;
    expect(JSON.parse(textOf(data)).checks[1].method).toBe(oneLine(HOSTILE));
  });

  it('does without pictures', async () => {
    const plain = pageOf(await reportHtml(exampleReport(), null, environment));
    expect(plain.filter(({ tagName }) => tagName === 'img')).toEqual([]);
    const ids = plain.flatMap((each) => attribute(each, 'id') ?? []);
    expect(ids).not.toContain('map-data');
    expect(ids).not.toContain('maps');
    expect(ids).toContain('card-1');
  });

  it('stays below 5 MB for 10 methods, 8 inputs and 10 stages of photographs, each map at its own size', async () => {
    const names = (count: number, name: string) =>
      Array.from({ length: count }, (_each, at) => `${name}-${at}`);
    const base = exampleReport({ methods: names(10, 'method'), stages: names(10, 'stage') });
    const report = {
      ...base,
      inputs: names(8, 'input').map((id) => ({ ...base.inputs[0], id })),
    };
    const large = await reportHtml(report, examplePictures(report, 64, 3), environment);
    expect(large.length).toBeGreaterThan(2e6);
    expect(large.length).toBeLessThan(5e6);
    expect(large).not.toContain('maps of 64x64 are shown at');
    expect(large).toMatch(
      /So that this page stays small, [3-7] of 8 inputs are shown; the folder figures has all of them/,
    );
  });
});
