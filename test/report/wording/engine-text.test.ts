import { expect, test } from 'vitest';
import { runPanel } from '../../../src/report/html/run-panel.ts';
import { reportMarkdown } from '../../../src/report/reporters/markdown.ts';
import { reportTerminal } from '../../../src/report/reporters/terminal-text.ts';
import { computedBy, engineName } from '../../../src/report/wording/engine-text.ts';
import { REPORT_SCHEMA } from '../../../src/results/report-schema.ts';
import { exampleReport } from '../example.ts';

const engine = { name: 'compiled', backend: 'onnxruntime', threads: 2 };

test.each([
  [undefined, 'compiled', 'onnxruntime'],
  ['cpu', 'compiled', 'onnxruntime'],
  ['webgpu', 'compiled on webgpu', 'onnxruntime on webgpu'],
] as const)('%s', (device, name, backend) => {
  expect(engineName({ ...engine, device })).toBe(name);
  expect(computedBy({ ...engine, device })).toBe(backend);
});

test('every report names another device than the CPU', () => {
  const report = { ...exampleReport(), engine: { ...engine, device: 'cuda', operators: 'public' } as const };
  expect(REPORT_SCHEMA.parse(report).engine.device).toBe('cuda');
  expect(reportMarkdown(report)).toContain('Engine: compiled (onnxruntime on cuda, 2 threads)');
  expect(reportTerminal(report, { width: 120 })).toContain('engine compiled on cuda');
  const panel = JSON.stringify(runPanel(report, { node: 'v0', platform: 'none' }));
  expect(panel).toContain('compiled (onnxruntime on cuda), 2 threads');
});
