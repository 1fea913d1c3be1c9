import { afterEach, expect, test, vi } from 'vitest';
import type { TestModule } from 'vitest/node';
import SaliencyReporter from '../../src/vitest/reporter.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('tells each report once, and no path steers a log or a terminal', () => {
  const told: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  const paths = [
    'out/report.html',
    'out/report.html',
    'a\n::error::b\u001b[31m##[error]c/report.html',
    undefined,
  ];
  const tests = paths.map((saliencyReport) => ({ meta: () => ({ saliencyReport }) }));
  new SaliencyReporter().onTestRunEnd([{ children: { allTests: () => tests } } as unknown as TestModule]);
  vi.restoreAllMocks();
  expect(told.join('')).toMatchInlineSnapshot(`
    " Saliency report  out/report.html
     Saliency report  a ::error::b [31m#♯[error]c/report.html
    "
  `);
});
