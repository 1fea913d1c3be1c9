import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../harness/measure/progress.ts';
import { logLines } from '../report/wording/log-lines.ts';
import { oneLine } from '../report/wording/text-layout.ts';
import type { Io } from './command.ts';
import { Pace } from './pace.ts';

/**
 * Shows how far a run is. `stop`, and an interrupt, leave standard error at the start of an empty line; from then on nothing
 * is shown.
 */
export interface ProgressView {
  update(progress: Progress): void;
  stop(): void;
  /** What is left, for a run that was interrupted; null where nothing was reported. Also with `quiet`. */
  rest(): string | null;
}

/** A log grows by a line at most this often, in milliseconds; a shorter run says nothing. */
const LINE_INTERVAL = 3000;

/** A bar on a terminal, a line every few seconds elsewhere, nothing with `quiet`. */
export function progressView(io: Io, quiet: boolean, now: () => number = Date.now): ProgressView {
  const pace = new Pace(now());
  const shown = quiet
    ? SILENT
    : io.stderr.isTTY && io.env.TERM !== 'dumb'
      ? bar(io, pace)
      : lines(io, pace, now);
  let stopped = false;
  const stop = () => {
    if (!stopped) shown.stop();
    stopped = true;
  };
  io.signal?.addEventListener('abort', stop, { once: true });
  return {
    update(progress) {
      pace.note(progress, now());
      if (!stopped) shown.update(progress);
    },
    stop() {
      io.signal?.removeEventListener('abort', stop);
      stop();
    },
    rest: () => pace.rest,
  };
}

type Display = Pick<ProgressView, 'update' | 'stop'>;

const SILENT: Display = { update() {}, stop() {} };

function bar(io: Io, pace: Pace): Display {
  const view = new SingleBar(
    {
      format: '{bar} {percentage}% | {pace}{label}',
      stream: io.stderr,
      barsize: 24,
      clearOnComplete: true,
      gracefulExit: false,
    },
    Presets.legacy,
  );
  let started = false;
  return {
    update({ done, total, label }) {
      const known = [pace.rate, pace.left && `${pace.left} left`].filter((text) => text !== '');
      const payload = { label: oneLine(label), pace: known.map((text) => `${text} | `).join('') };
      if (started) view.setTotal(total);
      else view.start(total, 0, payload);
      started = true;
      view.update(done, payload);
    },
    stop() {
      if (started) view.stop();
    },
  };
}

function lines(io: Io, pace: Pace, now: () => number): Display {
  let last = now();
  return {
    update({ done, label }) {
      if (now() - last < LINE_INTERVAL || done === 0) return;
      last = now();
      const left = pace.left && `${pace.left} left`;
      const facts = [label, pace.rate, left].filter((text) => text !== '');
      io.stderr.write(`${logLines(`${pace.share.padStart(5)} ${facts.map(oneLine).join(', ')}`)}\n`);
    },
    stop() {},
  };
}
