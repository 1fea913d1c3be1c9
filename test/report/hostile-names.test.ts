import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from 'marked';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { Parser as TapParser } from 'tap-parser';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Element, Root } from 'xast';
import { fromXml } from 'xast-util-from-xml';
import type { Io } from '../../src/cli/command.ts';
import { reportFailure } from '../../src/cli/failure.ts';
import { progressView } from '../../src/cli/progress.ts';
import { writeWholeFile } from '../../src/disk/whole-file.ts';
import { InputError } from '../../src/errors.ts';
import { shellWord } from '../../src/plan/shell-word.ts';
import { drawFigures, type Figure } from '../../src/report/figures/draw-figures.ts';
import { encodePictures, readPictures } from '../../src/report/files/pictures-store.ts';
import { scoreLines } from '../../src/report/files/scores.ts';
import { reportHtml } from '../../src/report/html/report-html.ts';
import { figurePdf } from '../../src/report/pdf/figure-pdf.ts';
import { jobSummary } from '../../src/report/reporters/job-summary.ts';
import { reportText } from '../../src/report/reporters/registry.ts';
import { withoutCommands } from '../../src/report/wording/log-lines.ts';
import { oneLine } from '../../src/report/wording/text-layout.ts';
import type { Pictures } from '../../src/results/pictures.ts';
import type { Report } from '../../src/results/report.ts';
import { failureText } from '../../src/vitest/failure-text.ts';
import { Capture } from '../cli/call.ts';
import { examplePictures, exampleReport } from './example.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

/** A report, and its maps, in which everything that has a name has this one. */
function named(name: string): { report: Report; pictures: Pictures } {
  const report = exampleReport({ methods: ['guided-backprop', 'fresh-noise'], stages: ['output', 'full'] });
  // One metric, to draw less.
  const ssim = ({ metric }: { metric: string }) => metric === 'ssim';
  const only = <T>({ ssim: value }: Readonly<Record<string, T>>) => ({ ssim: value });
  const [failed, open] = report.checks.map((check) => ({
    ...check,
    gates: check.gates.filter(ssim),
    references: only(check.references),
    stages: check.stages.map((stage) => ({
      ...stage,
      scores: only(stage.scores),
      retained: only(stage.retained),
    })),
  }));
  const renamed = {
    ...failed,
    method: name,
    explanation: `${name} is. Reproduce: saliency-sanity run --model ${name}`,
    gates: failed.gates.map((gate) => ({ ...gate, stage: gate.stage === 'output' ? name : gate.stage })),
    stages: failed.stages.map((stage, at) => ({
      ...stage,
      name: at === 0 ? name : stage.name,
      layers: [name],
    })),
  };
  const pictures = examplePictures(report, 4);
  const [shown, other] = pictures.checks;
  const ids = [name, ...pictures.inputs.ids.slice(1)];
  const change = {
    method: name,
    order: 'cascade',
    before: 'passed',
    after: 'failed',
    regression: true,
  } as const;
  return {
    report: {
      ...report,
      command: `saliency-sanity run --model ${name}`,
      engine: { ...report.engine, name },
      plan: { ...report.plan, model: name, methods: Object.fromEntries([[name, {}]]) },
      model: {
        ...report.model,
        source: name,
        layers: report.model.layers.map((layer) => ({ ...layer, name })),
      },
      inputs: report.inputs.map((input, at) => (at === 0 ? { ...input, id: name } : input)),
      notices: [{ code: name, message: `about ${name}` }],
      checks: [renamed, { ...open, explanation: `${name} is.` }],
      baseline: { file: name, startedAt: report.startedAt, regressions: 1, verdicts: [change], retained: [] },
    },
    pictures: {
      inputs: { ...pictures.inputs, ids },
      checks: [
        { ...shown, method: name, stages: shown.stages.map((s) => (s === 'output' ? name : s)) },
        other,
      ],
    },
  };
}

/** A name as reports show it, or the beginning of a long one, which figures and tables cut. */
const shown = (name: string): string => (name.length > 1000 ? 'begin' : oneLine(name));
const squeezed = (text: string): string => text.replace(/[\s\u200b]+/g, '');

/** Whether some text holds the name, wherever a line was broken. */
function expectName(texts: readonly string[], name: string): void {
  // At the start of a line in a log a name may be one that no service takes for a command.
  const forms = [shown(name), withoutCommands(shown(name))].map(squeezed);
  expect(texts.some((text) => forms.some((form) => squeezed(text).includes(form)))).toBe(true);
}

/** No character that steers a terminal or hides text, but for line feeds. */
const STEERING = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;

function xmlTexts(tree: Root | Element): string[] {
  return tree.children.flatMap((child) => {
    if (child.type === 'text') return [child.value];
    return child.type === 'element'
      ? [...Object.values(child.attributes).map(String), ...xmlTexts(child)]
      : [];
  });
}

interface Page {
  readonly texts: string[];
  /** By name. */
  readonly elements: Record<string, number>;
  readonly attributes: Set<string>;
}

function pageOf(html: string): Page {
  const page: Page = { texts: [], elements: {}, attributes: new Set() };
  const walk = (node: DefaultTreeAdapterTypes.Node, within: string) => {
    if ('value' in node && within !== 'style' && within !== 'script') page.texts.push(node.value);
    if ('tagName' in node) {
      page.elements[node.tagName] = (page.elements[node.tagName] ?? 0) + 1;
      for (const { name } of node.attrs) page.attributes.add(name);
    }
    for (const child of 'childNodes' in node ? node.childNodes : []) walk(child, node.nodeName);
  };
  walk(parse(html), '');
  return page;
}

/** A line as the runner of GitHub Actions reads it (ActionCommand.TryParseV2 and TryParse). */
function commandOf(line: string): { command: string; title: string; message: string } | null {
  const decoded = (text: string) =>
    text
      .replace(/%3A/g, ':')
      .replace(/%2C/g, ',')
      .replace(/%0D/g, '\r')
      .replace(/%0A/g, '\n')
      .replace(/%25/g, '%');
  const [, command, properties, message] = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line) ?? [];
  if (command !== undefined) {
    const title = /(?:^|,)title=([^,]*)/.exec(properties ?? '')?.[1] ?? '';
    return { command, title: decoded(title), message: decoded(message) };
  }
  const old = /##\w*\[([^\]]+)\](.*)/.exec(line);
  return old && { command: old[1], title: '', message: old[2] };
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const plain = named('plain');
let plainPage: Page;
beforeAll(async () => {
  plainPage = pageOf(await reportHtml(plain.report, plain.pictures));
});

describe.each(Object.entries(HOSTILE_NAMES))('%s', (_what, name) => {
  const { report, pictures } = named(name);

  test('in JSON comes back as it was', () => {
    const read = JSON.parse(reportText('json', report)) as Report;
    expect([read.checks[0].method, read.inputs[0].id, read.model.source]).toEqual([name, name, name]);
    expect(Object.keys(read.plan.methods)).toEqual([name]);
  });

  test('in files comes back as it was', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'names-'));
    try {
      for (const [path, bytes] of encodePictures(pictures)) await writeWholeFile(join(folder, path), bytes);
      expect(await readPictures(folder)).toEqual(pictures);
      const row = {
        method: name,
        order: 'cascade',
        stage: name,
        draw: 0,
        image: name,
        metric: 'ssim',
        score: 1,
      };
      const lines = await collected(scoreLines([row]));
      expect(
        lines
          .join('')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toEqual([row]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('in JUnit XML', () => {
    const texts = xmlTexts(fromXml(reportText('junit', report)));
    expectName(texts, name);
    expect(texts.join('\n')).not.toMatch(STEERING);
  });

  test('in the figures, as SVG, PNG and PDF', async () => {
    const options = { inputs: [0], views: ['abs' as const], scale: 0.5 };
    // The PNG is drawn from the SVG by another parser.
    const figures: Figure[] = await drawFigures(report, pictures, options);
    expect(figures).toHaveLength(3);
    for (const { name: figure, svg } of figures) {
      const texts = xmlTexts(fromXml(svg));
      // The charts cut long names in their middle; the maps have the whole one as well.
      if (figure.startsWith('cascade')) expectName(texts, name);
      else expectName(texts, shown(name).slice(0, 5));
      expect(texts.join('\n')).not.toMatch(STEERING);
    }
    const pdf = await getDocumentProxy(new Uint8Array(await figurePdf(figures[2].svg, figures[2].madeAt)));
    expect(pdf.numPages).toBe(1);
    expect((await extractText(pdf)).text.join('\n')).toContain('full');
    expectName([String((await getMeta(pdf)).info.Title)], name);
  });

  test('in the page', async () => {
    const page = pageOf(await reportHtml(report, pictures));
    expectName(page.texts, name);
    expect(page.elements).toEqual(plainPage.elements);
    expect(page.attributes).toEqual(plainPage.attributes);
    expect(page.texts.join('\n')).not.toMatch(STEERING);
  });

  test.each([
    ['report.md', (one: Report) => reportText('markdown', one)],
    ['the job summary', jobSummary],
  ] as const)('in %s', async (_file, write) => {
    const page = pageOf(await marked(write(report), { gfm: true }));
    expectName(page.texts, name);
    expect(page.elements).toEqual(pageOf(await marked(write(plain.report), { gfm: true })).elements);
    expect(page.texts.join('\n')).not.toMatch(STEERING);
  });

  test('in TAP', () => {
    const lines = reportText('tap', report);
    const points = TapParser.parse(lines).flatMap(([kind, value]) => (kind === 'assert' ? [value] : []));
    expect(points.map(({ ok, skip, todo }) => [ok, Boolean(skip), Boolean(todo)])).toEqual([
      [false, false, false],
      [true, true, false],
      [false, false, false],
    ]);
    expectName(
      points.map((point) => point.name),
      name,
    );
    expect(lines).not.toMatch(STEERING);
  });

  test('in annotations of GitHub', () => {
    const lines = reportText('github', report).trimEnd().split('\n');
    const commands = lines.map(commandOf);
    expect(commands.map((one) => one?.command ?? null)).toEqual([
      'error',
      'warning',
      'error',
      'notice',
      null,
    ]);
    expectName(
      commands.map((one) => one?.title ?? ''),
      name,
    );
    expectName(
      commands.map((one) => one?.message ?? ''),
      name,
    );
  });

  test('in a code quality report of GitLab', () => {
    const findings = JSON.parse(reportText('gitlab', report)) as {
      description: string;
      location: { path: string };
    }[];
    expect(findings).toHaveLength(3);
    expectName(
      findings.map(({ description }) => description),
      name,
    );
    expect(JSON.stringify(findings)).not.toMatch(STEERING);
  });

  test('on a terminal, in a failing test and on standard error', () => {
    const stderr = new Capture();
    const io: Io = { stdout: new Capture(), stderr, env: {}, cwd: '.' };
    const error = new InputError({ thing: name, expected: `one of ${name}`, found: name, hint: name });
    reportFailure(error, io, true);
    let now = 0;
    const progress = progressView(io, false, () => now);
    now = 60_000;
    progress.update({ done: 1, total: 2, label: name });
    const texts = [
      reportText('terminal', report, { colour: false, width: 5000 }),
      failureText(report.checks[0], 'passed', report.command),
      stderr.text,
    ];
    for (const text of texts) {
      expectName([text], name);
      expect(text).not.toMatch(STEERING);
      expect(text.split('\n').map(commandOf)).toEqual(text.split('\n').map(() => null));
    }
  });

  it.runIf(process.platform !== 'win32' && !name.includes('\0') && !/\p{Cs}/u.test(name))(
    'in a shell',
    () => {
      const word = shellWord(name);
      expect(execFileSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' })).toBe(name);
    },
  );
});
