import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../../src/report/reporters/markdown.ts';
import { codeBlock, markdownText } from '../../../src/report/wording/markdown-text.ts';
import { exampleReport } from '../example.ts';
import { CONTROL, hostileReport } from '../hostile.ts';

it('reads as it did', async () => {
  const report = exampleReport({ methods: ['gradient', 'guided-backprop'], stages: ['output', 'full'] });
  await expect(reportMarkdown(report)).toMatchFileSnapshot('snapshots/report.md.txt');
});

describe('hostile names', () => {
  const lines = reportMarkdown(hostileReport()).split('\n');
  const fences = lines.flatMap((line, index) => (/^`{3,}/.test(line) ? [index] : []));
  const outside = lines.filter((_line, index) => fences.filter((fence) => fence <= index).length % 2 === 0);

  it('make no HTML, heading or table cell', () => {
    const text = outside.join('\n');
    expect(text).toContain('&lt;img');
    expect(text).not.toMatch(/<\w/);
    expect(text).not.toMatch(/^## not/m);
    expect(lines.join('\n')).not.toMatch(CONTROL);
  });

  it('leave every table with as many cells in each row', () => {
    const rows = outside.filter((line) => line.startsWith('|'));
    const tables = outside.join('\n').split(/\n(?!\|)/);
    expect(rows.length).toBeGreaterThan(20);
    for (const table of tables) {
      const cells = table
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.match(/(?<!\\)\|/g)!.length);
      expect(new Set(cells).size).toBeLessThanOrEqual(1);
    }
  });

  it('do not close a code block', () => {
    expect(fences.length % 2).toBe(0);
    expect(codeBlock('a\n```\nb')).toBe('````\na\n```\nb\n````');
  });
});

it('escapes every character that Markdown reads as markup', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '|', '*', '_', '<', '`', '[', '\\', '\n') }),
      (text) => {
        const escaped = markdownText(text);
        expect(escaped).not.toMatch(/[<\n]/);
        expect(escaped.replace(/\\[\\|*_`[\]~#!]/g, '')).not.toMatch(/[|*_`[]/);
      },
    ),
  );
});
