import type { Maps } from './attribution/maps.ts';
import type { ExplainConfig } from './config/config.ts';
import { DEFAULTS } from './config/defaults.ts';
import { costPerInput, explainAll } from './harness/explain-all.ts';
import { Meter } from './harness/progress.ts';
import type { Notice } from './harness/report.ts';
import { openSubject } from './harness/subject.ts';
import type { Inputs } from './inputs/inputs.ts';
import type { RunOptions } from './run-checks.ts';

export interface Explanation {
  /** Where the model came from, and the hash of its structure and weights. */
  readonly model: { readonly source: string; readonly sha256: string };
  readonly inputs: Inputs;
  /** By method name. */
  readonly maps: Readonly<Record<string, Maps>>;
  /** Class that the model predicts for every input. */
  readonly predicted: readonly number[];
  /** Explained class of every input. */
  readonly targets: readonly number[];
  readonly notices: readonly Notice[];
}

/**
 * Maps of the chosen methods on the trained model, without any check. Inputs and maps come in the order in which they
 * were given: the names in a folder, the rows of an array.
 */
export async function explain(config: ExplainConfig, options: RunOptions = {}): Promise<Explanation> {
  const { cwd = process.cwd(), onProgress, onNotice, signal } = options;
  let meter: Meter | undefined;
  const subject = await openSubject(config, {
    cwd,
    keepOrder: true,
    notify: onNotice,
    afterBatch: (used) => meter?.tick(used),
  });
  try {
    const total = subject.batch.count * costPerInput(subject);
    const counting = new Meter(total, onProgress, signal);
    meter = counting;
    const { maps } = await explainAll(subject, subject.model.trained, {
      seed: config.seed ?? DEFAULTS.seed,
      target: config.target ?? DEFAULTS.target,
      before: (method) => {
        counting.label = method;
      },
    });
    const { source, sha256 } = subject.model;
    return {
      model: { source, sha256 },
      inputs: subject.inputs,
      maps: Object.fromEntries(subject.methods.map((method, m) => [method.name, maps[m]])),
      predicted: [...subject.trained.predicted],
      targets: [...subject.trained.targets],
      notices: subject.notices,
    };
  } finally {
    await subject.dispose();
  }
}
