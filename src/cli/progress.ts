import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../harness/progress.ts';
import type { Io } from './command.ts';

/** Shows how far a run is. `stop` leaves standard error at the start of a line. */
export interface ProgressView {
  update(progress: Progress): void;
  stop(): void;
}

/** A log grows by a line at most this often, in milliseconds; a shorter run says nothing. */
const LINE_INTERVAL = 3000;

/** Before this share is done, what the start took would make the forecast. */
const FORESEEABLE = 0.02;

/** A bar on a terminal, a line every few seconds elsewhere, nothing with `quiet`. */
export function progressView(io: Io, quiet: boolean, now: () => number = Date.now): ProgressView {
  if (quiet) return { update() {}, stop() {} };
  return io.stderr.isTTY && io.env.TERM !== 'dumb' ? bar(io) : lines(io, now);
}

function bar(io: Io): ProgressView {
  const view = new SingleBar(
    {
      format: '{bar} {percentage}% | ETA {eta_formatted} | {label}',
      stream: io.stderr,
      barsize: 24,
      clearOnComplete: true,
      gracefulExit: false,
      etaAsynchronousUpdate: true,
    },
    Presets.legacy,
  );
  let started = false;
  return {
    update({ done, total, label }) {
      if (started) view.setTotal(total);
      else view.start(total, 0, { label });
      started = true;
      view.update(done, { label });
    },
    stop() {
      if (started) view.stop();
    },
  };
}

function lines(io: Io, now: () => number): ProgressView {
  const start = now();
  let last = start;
  return {
    update({ done, total, label }) {
      const time = now();
      if (time - last < LINE_INTERVAL || done === 0) return;
      last = time;
      const share = done / total;
      const left = share < FORESEEABLE ? '' : `, ${duration((time - start) * (1 / share - 1))} left`;
      io.stderr.write(`${String(Math.floor(100 * share)).padStart(3)} % ${label}${left}\n`);
    },
    stop() {},
  };
}

/** `45 s`, `3 min 20 s`, `2 h 5 min` of milliseconds. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
