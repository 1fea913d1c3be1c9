// In vitest's own process: worker threads, where a project uses them, cannot set it.
import '../no-telemetry.ts';
import type { Reporter, TestModule } from 'vitest/node';
import { logLines } from '../report/wording/log-lines.ts';
import { oneLine } from '../report/wording/text-layout.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Path of the report that the suite of this test wrote, where its configuration names a folder to keep it in. */
    saliencyReport?: string;
  }
}

/**
 * A reporter of vitest that ends the output with the path of every report that a suite of sanity checks kept:
 * `reporters: ['default', 'saliency-sanity/reporter']`.
 */
export default class SaliencyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const paths = new Set<string>();
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const path = test.meta().saliencyReport;
        if (path !== undefined) paths.add(path);
      }
    }
    for (const path of paths) process.stdout.write(`${logLines(` Saliency report  ${oneLine(path)}`)}\n`);
  }
}
