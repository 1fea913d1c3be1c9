import type { Progress } from '../harness/measure/progress.ts';

/** Before this share is done, what the start took would make the forecast. */
const FORESEEABLE = 0.02;

/** How fast a run is and what it has left, from the average since its first report. */
export class Pace {
  readonly #start: number;
  #latest: Progress | null = null;
  #elapsed = 0;

  constructor(now: number) {
    this.#start = now;
  }

  /** Takes note of a report; `now` in milliseconds. */
  note(progress: Progress, now: number): void {
    this.#latest = progress;
    this.#elapsed = now - this.#start;
  }

  /** `12 %`. */
  get share(): string {
    return `${Math.floor(100 * this.#done())} %`;
  }

  /** Inputs that go through the network per second, `340 inputs/s`; empty before there is anything to say. */
  get rate(): string {
    const done = this.#latest?.done ?? 0;
    if (done === 0 || this.#elapsed <= 0) return '';
    const rate = (1000 * done) / this.#elapsed;
    return `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en-US')} inputs/s`;
  }

  /** Time that is left at this pace, `3 min 20 s`; empty as long as nobody can know. */
  get left(): string {
    const done = this.#done();
    return done < FORESEEABLE ? '' : duration(this.#elapsed * (1 / done - 1));
  }

  /** What an interrupted run leaves undone: `12 % done, about 3 min 20 s left`. Null where nothing was reported. */
  get rest(): string | null {
    if (!this.#latest) return null;
    return this.left === '' ? `${this.share} done` : `${this.share} done, about ${this.left} left`;
  }

  #done(): number {
    return this.#latest ? this.#latest.done / this.#latest.total : 0;
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
