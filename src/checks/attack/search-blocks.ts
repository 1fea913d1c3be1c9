import type { Lab } from '../lab.ts';
import type { Probe } from '../probe.ts';
import type { Ball } from './ball.ts';
import { type Attack, Candidates } from './candidates.ts';

/** Share of the pixels in the first block; how often it halves over all queries. */
const LARGEST = 1 / 4;
const HALVINGS = 5;

/**
 * Looks for inputs by random blocks of signs: in every query a square of each input goes to one end of its ball or the other, by channel,
 * smaller squares later. What is better by the map and keeps its prediction is kept and gone on from.
 */
export async function searchBlocks(
  probe: Probe,
  lab: Pick<Lab, 'facts' | 'noise' | 'choice'>,
  attack: Attack,
  queries: number,
): Promise<Float32Array> {
  const candidates = await Candidates.of(probe, lab, attack);
  const { balls, size } = candidates;
  const { shape } = lab.facts;
  for (let query = 0; query < queries; query++) {
    const share = LARGEST / 2 ** Math.floor((HALVINGS * query) / queries);
    const tried = candidates.best.slice();
    for (let i = 0; i < probe.count; i++) {
      const block = blockOf(shape, share, (below, what) =>
        lab.choice(below, `${attack.purpose} ${query} ${what}`, 0, probe.first + i),
      );
      push(tried.subarray(i * size, (i + 1) * size), balls[i], block);
    }
    await candidates.judge(tried);
  }
  return candidates.best;
}

/** Rows and columns from here to there; by channel, to which end they go. */
interface Block {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  readonly width: number;
  readonly up: readonly boolean[];
}

function blockOf(
  shape: readonly number[],
  share: number,
  choice: (below: number, what: string) => number,
): Block {
  const [height, width, channels = 1] = shape.length > 1 ? shape : [1, shape[0]];
  const side = height > 1 && width > 1 ? Math.sqrt(share) : share;
  const part = (extent: number, what: string): [number, number] => {
    const length = extent === 1 ? 1 : Math.max(1, Math.round(side * extent));
    const from = choice(extent - length + 1, what);
    return [from, from + length];
  };
  return {
    rows: part(height, 'row'),
    columns: part(width, 'column'),
    width,
    up: Array.from({ length: channels }, (_, k) => choice(2, `sign ${k}`) === 1),
  };
}

function push(values: Float32Array, ball: Ball, { rows, columns, width, up }: Block): void {
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let column = columns[0]; column < columns[1]; column++) {
      for (const [k, upwards] of up.entries()) {
        const p = (row * width + column) * up.length + k;
        values[p] = upwards ? ball.high[p] : ball.low[p];
      }
    }
  }
}
