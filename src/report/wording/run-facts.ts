import type { Report } from '../../results/report.ts';
import { listing } from '../../statistics/wording.ts';
import { counted, countText } from './count-text.ts';
import { judgedText } from './judged-text.ts';
import { decidedText } from './looks-text.ts';
import { modelName } from './model-name.ts';
import { repetitionsText } from './repetitions.ts';
import { oneLine } from './text-layout.ts';

/** The facts that say what a run rests on, for the head of a report: name and value, in plain text. */
export function runFacts(report: Report): (readonly [name: string, value: string])[] {
  const { model, inputs, plan, skipped = [] } = report;
  return [
    ['model', `${modelName(report)}, ${modelText(model)}`],
    ...(plan.quick ? [['quick run', 'only the stages that carry gates'] as const] : []),
    ...(report.looks ? [['decided', decidedText(report)!] as const] : []),
    ['inputs', countText(inputs.length)],
    ['repetitions', repetitionsText(plan)],
    ['judged by', judgedText(report)],
    ['seed', String(report.seed)],
    ['took', durationText(report.durationMs)],
    ...(skipped.length > 0
      ? [['left out', listing(skipped.map(({ method }) => oneLine(method)))] as const]
      : []),
  ];
}

/** What a model is besides its name: `215,370 parameters, 10 classes`; a regression has no classes. */
export function modelText({ parameters, classes, output }: Report['model']): string {
  const kind = output === 'regression' ? 'regression' : counted(classes, 'class');
  return `${counted(parameters, 'parameter')}, ${kind}`;
}

/** How long a run took: seconds, from two minutes on minutes. */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return `${Math.round(seconds / 60)} min`;
}
