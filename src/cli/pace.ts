import type { Progress } from '../harness/measure/progress.ts';

/** Until this share of the run was seen, what the start took would make the forecast. */
const FORESEEABLE = 0.02;

/** What was done when: inputs that went through the network, and milliseconds. */
interface Mark {
  readonly done: number;
  readonly at: number;
}

/**
 * How fast a run is and what it has left. The average is taken since its first report, which follows the reading of files and the
 * compiling; until enough came after that, since the start.
 */
export class Pace {
  readonly #start: Mark;
  #first: Mark | null = null;
  #latest: Mark | null = null;
  #total = 0;

  constructor(now: number) {
    this.#start = { done: 0, at: now };
  }

  /** Takes note of a report; `now` in milliseconds. */
  note({ done, total }: Progress, now: number): void {
    this.#latest = { done, at: now };
    this.#first ??= this.#latest;
    this.#total = total;
  }

  /** `12 %`. */
  get share(): string {
    return `${Math.floor(100 * this.#done())} %`;
  }

  /** Inputs that go through the network per second, `340 inputs/s`; empty before there is anything to say. */
  get rate(): string {
    const rate = 1000 * this.#perMillisecond();
    if (!(rate > 0 && rate < Infinity)) return '';
    return `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en-US')} inputs/s`;
  }

  /** Time that is left at this pace, `3 min 20 s`; empty as long as nobody can know. */
  get left(): string {
    if (!this.#latest || this.#done() < FORESEEABLE) return '';
    const left = (this.#total - this.#latest.done) / this.#perMillisecond();
    return Number.isFinite(left) ? duration(left) : '';
  }

  /** What an interrupted run leaves undone: `12 % done, about 3 min 20 s left`. Null where nothing was reported. */
  get rest(): string | null {
    if (!this.#latest) return null;
    return this.left === '' ? `${this.share} done` : `${this.share} done, about ${this.left} left`;
  }

  #done(): number {
    return this.#latest ? this.#latest.done / this.#total : 0;
  }

  #perMillisecond(): number {
    if (!this.#latest || !this.#first) return 0;
    const seen = (this.#latest.done - this.#first.done) / this.#total;
    const since = seen < FORESEEABLE ? this.#start : this.#first;
    return (this.#latest.done - since.done) / (this.#latest.at - since.at);
  }
}

/** `45 s`, `3 min 20 s`, `2 h 5 min` of milliseconds. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
