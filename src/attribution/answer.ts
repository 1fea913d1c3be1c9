import type { Batch } from './method.ts';
import type { NoiseSource } from './noise.ts';
import { pathPoints } from './quadrature.ts';
import type { AnswerOf, NoiseSettings, PathSettings, Request } from './request.ts';
import type { WeightedModel } from './weighted-model.ts';

interface Question {
  readonly model: WeightedModel;
  readonly inputs: Batch;
  readonly targets: Int32Array;
  readonly noise: NoiseSource;
}

/** Answers one request. All arrays of the answer are shaped [N, ...] like the batch. */
export async function answer(request: Request, question: Question): Promise<AnswerOf[Request['kind']]> {
  const { model, inputs, targets } = question;
  switch (request.kind) {
    case 'gradient':
      return model.gradientAndLogits(inputs.values, targets, request.rule, request);
    case 'activation':
      return model.activation(request.site, inputs.values, targets, request.rule, request);
    case 'noisy-gradient':
      return noisyGradient(request, question);
    case 'path-gradient':
      return pathGradient(request, question);
    case 'noisy-path-gradient':
      return noisyPathGradient(request, question);
  }
}

async function noisyGradient(
  request: Extract<Request, { kind: 'noisy-gradient' }>,
  { model, inputs, targets, noise }: Question,
): Promise<AnswerOf['noisy-gradient']> {
  const { draws } = request.noise;
  const size = inputs.values.length / inputs.count;
  const perturb = perturbation(inputs, request.noise, noise);
  const mean = new Float64Array(inputs.values.length);
  const meanSquare = new Float64Array(inputs.values.length);
  await model.evaluate(
    { kind: 'gradient', rule: request.rule },
    {
      count: inputs.count * draws,
      fill: (i, out) => perturb(Math.floor(i / draws), i % draws, out),
      target: (i) => targets[Math.floor(i / draws)],
      take: (i, { gradient }) => {
        const at = Math.floor(i / draws) * size;
        for (let p = 0; p < size; p++) {
          mean[at + p] += gradient[p] / draws;
          meanSquare[at + p] += gradient[p] ** 2 / draws;
        }
      },
    },
    request,
  );
  return { mean, meanSquare };
}

async function pathGradient(
  request: Extract<Request, { kind: 'path-gradient' }>,
  { model, inputs, targets }: Question,
): Promise<AnswerOf['path-gradient']> {
  const points = pathPoints(request.path.quadrature, request.path.steps);
  const size = inputs.values.length / inputs.count;
  const mean = new Float64Array(inputs.values.length);
  await model.evaluate(
    { kind: 'gradient', rule: request.rule },
    {
      count: inputs.count * points.length,
      fill: (i, out) => {
        const image = Math.floor(i / points.length);
        out.set(inputs.values.subarray(image * size, (image + 1) * size));
        towards(inputs.baseline, points[i % points.length].at, out);
      },
      target: (i) => targets[Math.floor(i / points.length)],
      take: (i, { gradient }) => {
        const { weight } = points[i % points.length];
        const at = Math.floor(i / points.length) * size;
        for (let p = 0; p < size; p++) mean[at + p] += weight * gradient[p];
      },
    },
    request,
  );
  return { mean };
}

async function noisyPathGradient(
  request: Extract<Request, { kind: 'noisy-path-gradient' }>,
  { model, inputs, targets, noise }: Question,
): Promise<AnswerOf['noisy-path-gradient']> {
  const points = pathPoints(request.path.quadrature, request.path.steps);
  const { draws } = request.noise;
  const perImage = draws * points.length;
  const size = inputs.values.length / inputs.count;
  const perturb = perturbation(inputs, request.noise, noise);
  const mean = new Float64Array(inputs.values.length);
  const noisy = new Float32Array(size);
  // Evaluations of one noisy input follow one another, so it is drawn once when filling and once when taking.
  const drawn = { fill: -1, take: -1 };
  const taken = new Float32Array(size);
  await model.evaluate(
    { kind: 'gradient', rule: request.rule },
    {
      count: inputs.count * perImage,
      fill: (i, out) => {
        const sample = Math.floor(i / points.length);
        if (drawn.fill !== sample) {
          perturb(Math.floor(sample / draws), sample % draws, noisy);
          drawn.fill = sample;
        }
        out.set(noisy);
        towards(inputs.baseline, points[i % points.length].at, out);
      },
      target: (i) => targets[Math.floor(i / perImage)],
      take: (i, { gradient }) => {
        const sample = Math.floor(i / points.length);
        if (drawn.take !== sample) {
          perturb(Math.floor(sample / draws), sample % draws, taken);
          drawn.take = sample;
        }
        const { weight } = points[i % points.length];
        const at = Math.floor(i / perImage) * size;
        for (let p = 0; p < size; p++) {
          mean[at + p] += (weight / draws) * (taken[p] - inputs.baseline[p]) * gradient[p];
        }
      },
    },
    request,
  );
  return { mean };
}

/** Moves `values` in place from the input (1) towards the baseline (0). */
function towards(baseline: Float32Array, at: number, values: Float32Array): void {
  for (let p = 0; p < values.length; p++) values[p] = baseline[p] + at * (values[p] - baseline[p]);
}

/** Writes an input with the noise of one draw, scaled by the input's own range (Smilkov et al. 2017, section 3). */
function perturbation(inputs: Batch, { spread }: NoiseSettings, noise: NoiseSource) {
  const size = inputs.values.length / inputs.count;
  const deviations = Float64Array.from({ length: inputs.count }, (_, i) => {
    let low = Infinity;
    let high = -Infinity;
    for (const v of inputs.values.subarray(i * size, (i + 1) * size)) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
    return spread * (high - low);
  });
  return (image: number, draw: number, out: Float32Array) => {
    noise.fill(image, draw, out);
    const from = image * size;
    const sd = deviations[image];
    for (let p = 0; p < size; p++) out[p] = inputs.values[from + p] + sd * out[p];
  };
}

/** Gradient evaluations per input that a request costs. */
export function requestCost(request: Request): number {
  const points = (path: PathSettings) => pathPoints(path.quadrature, path.steps).length;
  switch (request.kind) {
    case 'noisy-gradient':
      return request.noise.draws;
    case 'path-gradient':
      return points(request.path);
    case 'noisy-path-gradient':
      return request.noise.draws * points(request.path);
    default:
      return 1;
  }
}
