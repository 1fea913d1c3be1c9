import type { Report } from '../harness/report.ts';
import { modelName } from './model-name.ts';
import { repetitionsText } from './repetitions.ts';

/** The facts that say what a run rests on, for the head of a report: name and value, in plain text. */
export function runFacts(report: Report): (readonly [name: string, value: string])[] {
  const { model, inputs, plan } = report;
  return [
    ['model', `${modelName(report)}, ${grouped(model.parameters)} parameters, ${model.classes} classes`],
    ['inputs', String(inputs.length)],
    ['repetitions', repetitionsText(plan)],
    ['seed', String(report.seed)],
    ['took', duration(report.durationMs)],
  ];
}

/** A count with narrow spaces between thousands. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return `${Math.round(seconds / 60)} min`;
}
