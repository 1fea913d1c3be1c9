import type { GateResult, Status } from '../../results/report.ts';
import { MUTED } from './drawing.ts';

/** Colours of verdicts in figures, those of the badges. */
export const STATUS_COLOURS: Readonly<Record<Status, string>> = {
  passed: '#00664b',
  failed: '#a8301c',
  inconclusive: '#7a5c00',
};

export type GateStyle = GateResult['status'];

/** The verdicts of gates, told apart by shape and by colour as the badges of verdicts are; an undefined gate has no mark. */
export const GATE_STYLES: Readonly<
  Record<GateStyle, { readonly words: string; readonly shape: string | null; readonly colour: string }>
> = {
  passed: { words: 'gate passed', shape: 'circle', colour: STATUS_COLOURS.passed },
  failed: { words: 'gate failed', shape: 'square', colour: STATUS_COLOURS.failed },
  'not-telling': { words: 'gate cannot tell here', shape: 'cross', colour: MUTED },
  open: { words: 'gate not decided', shape: 'diamond', colour: STATUS_COLOURS.inconclusive },
  undefined: { words: 'undefined', shape: null, colour: MUTED },
};
