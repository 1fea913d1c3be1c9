import { expect, it } from 'vitest';
import type { Element, Root } from 'xast';
import { fromXml } from 'xast-util-from-xml';
import { reportJunit } from '../../../src/report/reporters/junit.ts';
import { exampleReport } from '../example.ts';
import { CONTROL, HOSTILE, hostileReport } from '../hostile.ts';

function elements(tree: Root | Element, name: string): Element[] {
  return tree.children.flatMap((child) =>
    child.type === 'element' ? [...(child.name === name ? [child] : []), ...elements(child, name)] : [],
  );
}

it('reads as it did', async () => {
  const report = exampleReport({
    methods: ['gradient', 'guided-backprop', 'integrated-gradients', 'fresh-noise'],
  });
  await expect(reportJunit(report)).toMatchFileSnapshot('snapshots/junit.xml');
});

it('has a suite per order and a case per method, failed and skipped as counted', () => {
  const tree = fromXml(reportJunit(exampleReport({ orders: ['cascade', 'bottom-up'] })));
  expect(elements(tree, 'testsuite').map((suite) => suite.attributes.name)).toEqual(['cascade', 'bottom-up']);
  for (const suite of elements(tree, 'testsuite')) {
    expect(elements(suite, 'testcase')).toHaveLength(Number(suite.attributes.tests));
    expect(elements(suite, 'failure')).toHaveLength(Number(suite.attributes.failures));
    expect(elements(suite, 'skipped')).toHaveLength(Number(suite.attributes.skipped));
  }
  const [root] = elements(tree, 'testsuites');
  expect(root.attributes).toMatchObject({ tests: '8', failures: '4', skipped: '2' });
});

it('stays well-formed with hostile names', () => {
  const text = reportJunit(hostileReport());
  expect(text).not.toMatch(CONTROL);
  const cases = elements(fromXml(text), 'testcase');
  expect(cases[1].attributes.name).toContain('<img src=x onerror=alert(1)> | `a` & "b"');
  expect(cases[1].attributes.name).not.toBe(HOSTILE);
});
