import type { Report } from '../../results/report.ts';
import { oneLine } from './text-layout.ts';

/** A short name of the model for titles: the last part of its path, or its folder where that is `model.json`. */
export function modelName({ model }: Pick<Report, 'model'>): string {
  const source = oneLine(model.source);
  const parts = source.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  const last = parts.at(-1) ?? source;
  return (/^model\.json$/i.test(last) ? parts.at(-2) : undefined) ?? last;
}
