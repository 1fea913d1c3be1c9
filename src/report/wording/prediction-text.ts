import type { InputReport } from '../../results/report.ts';
import { classText } from '../../statistics/accuracy.ts';
import { similarityText } from './number-text.ts';
import { oneLine } from './text-layout.ts';

/** What the network makes of an input: its class with the probability, `3 tabby cat (.98)`, or the number of a regression. */
export function predictionText({ predicted, predictedName, probability, value }: InputReport): string {
  if (predicted === undefined) return typeof value === 'number' ? outputText(value) : '';
  const own = oneLine(classText(predicted, predictedName));
  return typeof probability === 'number' ? `${own} (${similarityText(probability)})` : own;
}

/** Four figures, with a true minus sign. */
function outputText(value: number): string {
  return value.toPrecision(4).replaceAll('-', '−');
}

/** The same with words around it: `predicted class 3 (.98), label 4`, or `output 0.2713`. */
export function predictionWords(input: InputReport): string {
  const label = input.label === null ? '' : `, label ${labelText(input)}`;
  return `${input.predicted === undefined ? 'output' : 'predicted class'} ${predictionText(input)}${label}`;
}

/** The label of an input, `4 tiger cat`; empty where it has none. */
export const labelText = ({ label, labelName }: Pick<InputReport, 'label' | 'labelName'>): string =>
  label === null ? '' : oneLine(classText(label, labelName));
