import type { Evidence, GateEvidence } from './evidence.ts';

/** Something that spoils a check, or one gate of it. Its reason is a stable code of reports. */
export type Obstacle = WholeObstacle | GateObstacle;

interface Spoken {
  readonly reason: string;
  /** For somebody who meets it for the first time. */
  readonly means: string;
}

/** What leaves nothing of a check to judge. */
export interface WholeObstacle extends Spoken {
  readonly spoils: 'check';
  met(evidence: Evidence): boolean;
  says(evidence: Evidence): string;
}

/** What keeps a gate from being judged, whatever its numbers. */
export interface GateObstacle extends Spoken {
  readonly spoils: 'gate';
  met(gate: GateEvidence): boolean;
  /** `after` says what was done: "after the output layer is random". */
  says(gate: GateEvidence, after: string): string;
}
