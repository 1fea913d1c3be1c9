import type { Measurement } from './measure.ts';

/** The compiled engine's time over that of a peer must not be more. */
interface Goal {
  readonly peer: string;
  readonly ratio: number;
  readonly words: string;
}

const GOALS: readonly Goal[] = [
  { peer: 'PyTorch', ratio: 1, words: 'at most the time of PyTorch' },
  { peer: 'tfjs-node', ratio: 1 / 1.3, words: 'at most .77 of the time of tfjs-node' },
];

/** A network at a batch size: what each contestant took, the compiled engine as a run uses it first. */
export interface Case {
  readonly network: string;
  readonly batch: number;
  readonly results: ReadonlyMap<string, Measurement>;
}

/** The engine's median over the peer's. */
export function ratioTo(peer: string, { results }: Case): number | null {
  const [ours] = results.values();
  const theirs = results.get(peer);
  return theirs ? ours.median / theirs.median : null;
}

/** How many cases meet each goal, in one line; a goal whose peer was not measured says so. */
export function goalLine(cases: readonly Case[]): string {
  const parts = GOALS.map(({ peer, ratio, words }) => {
    const ratios = cases.map((each) => ratioTo(peer, each)).filter((r) => r !== null);
    if (ratios.length === 0) return `${words}: not measured`;
    return `${words}: met in ${ratios.filter((r) => r <= ratio).length} of ${ratios.length} cases`;
  });
  return `Goals: ${parts.join('; ')}.`;
}
