import { centrePrior } from './centre-prior.ts';
import { Controls } from './controls.ts';
import { edgeMagnitude } from './edge-magnitude.ts';
import type { Plane, View } from './metric.ts';
import { mapPlane, planeExtent } from './planes.ts';

/** What maps may owe to the input and the place of its pixels rather than to the network. Made when it is first asked for. */
export class InputStructure {
  /** Per pixel: 1 where the input differs from the baseline in some channel, else 0. */
  readonly differs: Uint8Array;
  readonly #values: Float32Array;
  readonly #baseline: Float32Array;
  readonly #shape: readonly number[];
  readonly #controls = new Map<View, Controls>();

  /** One input and its baseline, both of `shape`: [H, W, C], [H, W] or [features]. Read, never written to. */
  constructor(values: Float32Array, baseline: Float32Array, shape: readonly number[]) {
    this.#values = values;
    this.#baseline = baseline;
    this.#shape = shape;
    const { height, width } = planeExtent(shape);
    this.differs = new Uint8Array(height * width);
    const channels = values.length / this.differs.length;
    for (let i = 0; i < values.length; i++) {
      if (values[i] !== baseline[i]) this.differs[Math.floor(i / channels)] = 1;
    }
  }

  /** Whether a plane has a pixel for every pixel of the input. */
  fits(pixels: number): boolean {
    return pixels === this.differs.length;
  }

  /** Share of pixels that are those of the baseline in every channel, 0 to 1. */
  get zeroShare(): number {
    return 1 - this.differs.reduce((sum, one) => sum + one, 0) / this.differs.length;
  }

  /**
   * |x - baseline|, the edges of x and nearness to the centre; for signed planes x - baseline too. Inputs without rows and
   * columns have neither edges nor a centre.
   */
  controls(view: View): Controls {
    let controls = this.#controls.get(view);
    if (!controls) {
      controls = new Controls(this.#planes(view));
      this.#controls.set(view, controls);
    }
    return controls;
  }

  #planes(view: View): Float64Array[] {
    const change = this.#values.map((value, i) => value - this.#baseline[i]);
    const plane = (of: View): Plane => mapPlane(change, 0, this.#shape, of);
    const { height, width, spatial, values: size } = plane('abs');
    return [
      size,
      ...(spatial ? [edgeMagnitude(this.#values, height, width), centrePrior(height, width)] : []),
      ...(view === 'signed' ? [plane('signed').values] : []),
    ];
  }
}
