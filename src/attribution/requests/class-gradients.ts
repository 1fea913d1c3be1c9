import { gradient as plain } from '../composites/registry.ts';
import { copyInput, type Outputs, type Question, type Request, sizeOf } from './request.ts';

/** Takes the gradient of one class after the other: dS_c/dx of one image, for class c. */
export interface ClassFold {
  take(image: number, target: number, gradient: Float32Array): void;
  done(): Float32Array;
}

/** dS_c/dx of every class c, folded into one map [N, ...input shape] as they come. */
export function classGradients(
  key: string,
  classes: number,
  open: (question: Question) => ClassFold,
): Request<Float32Array> {
  return {
    key: `class-gradients ${key} ${classes}`,
    pass: { kind: 'gradient', composite: plain },
    points: classes,
    open: (question) => {
      const fold = open(question);
      return {
        fill: (image, _, out) => copyInput(question.inputs, image, out),
        target: (_, point) => point,
        take: (image, point, { gradient }: Outputs) => fold.take(image, point, gradient),
        done: () => fold.done(),
      };
    },
  };
}

/**
 * v_c = x dS_c/dx competes over the classes c, element by element: that of the explained class stays where it is positive and the
 * largest, or negative and the smallest; elsewhere the map is 0 (Gupta and Arora 2019).
 */
export function competition({ inputs, targets }: Question): ClassFold {
  const size = sizeOf(inputs);
  const most = new Float32Array(inputs.values.length).fill(Number.NEGATIVE_INFINITY);
  const least = new Float32Array(inputs.values.length).fill(Number.POSITIVE_INFINITY);
  const own = new Float32Array(inputs.values.length);
  return {
    take(image, target, gradient) {
      const from = image * size;
      for (let p = 0; p < size; p++) {
        const v = inputs.values[from + p] * gradient[p];
        if (target === targets[image]) own[from + p] = v;
        if (v > most[from + p]) most[from + p] = v;
        if (v < least[from + p]) least[from + p] = v;
      }
    },
    done: () => own.map((v, i) => ((v > 0 && v === most[i]) || (v < 0 && v === least[i]) ? v : 0)),
  };
}
