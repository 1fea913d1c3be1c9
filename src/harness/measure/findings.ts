import { type Finding, findingKey } from '../../results/lines.ts';

/** What a run has found so far: by key, the later of two findings of one thing. */
export class Findings {
  readonly #byKey = new Map<string, Finding>();

  constructor(findings: Iterable<Finding> = []) {
    for (const finding of findings) this.add(finding);
  }

  add(finding: Finding): void {
    this.#byKey.set(findingKey(finding), finding);
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  get<F extends Finding>(key: string): F | undefined {
    return this.#byKey.get(key) as F | undefined;
  }

  [Symbol.iterator](): Iterator<Finding> {
    return this.#byKey.values();
  }
}
