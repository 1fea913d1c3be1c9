import type { InputReport } from '../../results/report.ts';
import { similarityText } from './number-text.ts';

/** What the network makes of an input: its class with the probability, `3 (.98)`, or the number of a regression. */
export function predictionText({ predicted, probability, value }: InputReport): string {
  if (predicted === undefined) return typeof value === 'number' ? outputText(value) : '';
  return typeof probability === 'number'
    ? `${predicted} (${similarityText(probability)})`
    : String(predicted);
}

/** Four figures, with a true minus sign. */
function outputText(value: number): string {
  return value.toPrecision(4).replaceAll('-', '−');
}

/** The same with words around it: `predicted class 3 (.98), label 4`, or `output 0.2713`. */
export function predictionWords(input: InputReport): string {
  const label = input.label === null ? '' : `, label ${input.label}`;
  return `${input.predicted === undefined ? 'output' : 'predicted class'} ${predictionText(input)}${label}`;
}
