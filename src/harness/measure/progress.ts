import { Interrupted } from './interrupt.ts';

export interface Progress {
  /** Inputs that went through a forward or backward pass. */
  readonly done: number;
  readonly total: number;
  /** What is under way, for example `draw 2/5, cascade conv2, smoothgrad`. */
  readonly label: string;
}

// Often enough for signals and a moving bar, seldom enough to cost nothing.
const PAUSE_MS = 40;

/**
 * Counts work and shows it, every 40 ms and when something else is under way. `tick` then gives other tasks of the process
 * a turn, since passes themselves do not, and throws Interrupted when the signal is raised.
 */
export class Meter {
  label = '';
  #total: number;
  readonly #show: (progress: Progress) => void;
  /** What stops the run. */
  readonly signal: AbortSignal | undefined;
  #done = 0;
  #paused = performance.now();
  #told = '';

  constructor(total: number, show: (progress: Progress) => void = () => {}, signal?: AbortSignal) {
    this.#total = total;
    this.#show = show;
    this.signal = signal;
  }

  /** Counts and shows, for work that gives other tasks their turn by itself. Returns whether it has shown. */
  advance(inputs: number): boolean {
    this.#done += inputs;
    const now = performance.now();
    if (now - this.#paused <= PAUSE_MS && this.label === this.#told) return false;
    this.#paused = now;
    this.#tell();
    return true;
  }

  /** Takes back work that turned out not to be needed. */
  drop(inputs: number): void {
    this.#total -= inputs;
  }

  /** Sets what is still to be done, where it is not known from the beginning. */
  ahead(inputs: number): void {
    this.#total = this.#done + inputs;
  }

  async tick(inputs: number): Promise<void> {
    if (this.advance(inputs)) await new Promise((resolve) => setImmediate(resolve));
    if (!this.signal?.aborted) return;
    // However short the run was, whoever stopped it is told how far it came.
    this.#tell();
    throw new Interrupted();
  }

  #tell(): void {
    this.#told = this.label;
    this.#show({ done: Math.min(this.#done, this.#total), total: this.#total, label: this.label });
  }
}
