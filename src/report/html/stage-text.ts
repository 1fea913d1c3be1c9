import type { CheckResult } from '../../results/report.ts';
import { stageLabel } from '../wording/stage-label.ts';

/** The label of a stage, its plus sign with a space that does not break. */
export function stageText(check: CheckResult | undefined, name: string): string {
  return stageLabel(check, name).replace(/^\+ /, '+\u00a0');
}
