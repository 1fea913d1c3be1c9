import type { CheckResult } from '../../results/report.ts';
import { oneLine } from './text-layout.ts';

/**
 * What stands over a stage in figures. Cumulative orders read as an addition: `output`, `+ fc1`, `+ conv2`,
 * `+ conv1 (all)`; a stage that was not built on the one before it keeps its plain name.
 */
export function stageLabel(check: CheckResult | undefined, name: string): string {
  const index = check?.stages.findIndex((stage) => stage.name === name) ?? -1;
  if (check === undefined || index < 0) return oneLine(name);
  const { layers, coverage } = check.stages[index];
  const before = new Set(index > 0 ? check.stages[index - 1].layers : []);
  const added = layers.filter((layer) => !before.has(layer));
  const cumulative =
    index > 0 && added.length < layers.length && layers.length === before.size + added.length;
  const base = name === 'full' && added.length > 0 ? newLayers(added) : oneLine(name);
  return `${cumulative ? '+ ' : ''}${base}${cumulative && coverage >= 1 ? ' (all)' : ''}`;
}

function newLayers(added: readonly string[]): string {
  const first = oneLine(added[0]);
  return added.length === 1 ? first : `${first} +${added.length - 1}`;
}
