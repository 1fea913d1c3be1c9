import type { Maps } from './attribution/maps.ts';
import type { ExplainConfig } from './config/config.ts';
import { DEFAULTS } from './config/defaults.ts';
import { parseConfig, wholeConfig } from './config/parse.ts';
import { costPerInput, explainAll } from './harness/measure/explain-all.ts';
import { Meter } from './harness/measure/progress.ts';
import { accuracyNotices } from './harness/prepare/accuracy-notices.ts';
import { openSubject } from './harness/prepare/subject.ts';
import type { Inputs } from './inputs/inputs.ts';
import type { Notice, SkippedMethod } from './results/report.ts';
import type { RunOptions } from './run-checks.ts';

export interface Explanation {
  /** Where the model came from, and the hash of its structure and weights. */
  readonly model: { readonly source: string; readonly sha256: string };
  readonly inputs: Omit<Inputs, 'prepared'>;
  /** By method name. */
  readonly maps: Readonly<Record<string, Maps>>;
  /** Class that the model predicts for every input; empty for a regression. */
  readonly predicted: readonly number[];
  /** Explained class of every input. */
  readonly targets: readonly number[];
  /** What the classes are called, by index; null where nobody says. */
  readonly classNames: readonly string[] | null;
  /** Methods that were asked for and are left out. */
  readonly skipped: readonly SkippedMethod[];
  readonly notices: readonly Notice[];
}

/**
 * Maps of the chosen methods on the trained model, without any check. Inputs and maps come in the order in which they
 * were given: the names in a folder, the rows of an array.
 */
export async function explain(given: ExplainConfig, options: RunOptions = {}): Promise<Explanation> {
  const config = wholeConfig(parseConfig(given));
  const { cwd = process.cwd(), onProgress, onNotice, signal } = options;
  let meter: Meter | undefined;
  const subject = await openSubject(config, {
    cwd,
    keepOrder: true,
    notify: onNotice,
    afterBatch: (used) => meter?.tick(used),
  });
  try {
    const total = subject.batch.count * costPerInput(subject, subject.methods);
    const counting = new Meter(total, onProgress, signal);
    meter = counting;
    const { maps } = await explainAll(
      subject,
      {},
      {
        seed: config.seed ?? DEFAULTS.seed,
        target: config.target ?? DEFAULTS.target,
        before: (method) => {
          counting.label = method;
        },
      },
    );
    const { source, sha256 } = subject.model;
    const { prepared: _, ...inputs } = subject.inputs;
    return {
      model: { source, sha256 },
      inputs,
      maps: Object.fromEntries(subject.methods.map((method, m) => [method.name, maps[m]])),
      predicted: subject.trained.probability ? [...subject.trained.predicted] : [],
      targets: [...subject.trained.targets],
      classNames: subject.classNames,
      skipped: subject.skipped,
      notices: [...subject.notices, ...accuracyNotices(subject, false)],
    };
  } finally {
    await subject.dispose();
  }
}
