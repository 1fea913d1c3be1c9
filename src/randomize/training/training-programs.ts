import type { Engine, Program } from '../../engine/engine.ts';
import type { Model, TrainingMode } from '../../model/model.ts';
import { lossOf } from './loss.ts';
import type { TrainingSettings } from './settings.ts';
import { stepProgram } from './step-program.ts';

/** Inputs that are answered at a time. */
const ANSWERED = 128;

/** The compiled programs that trainings of one network have in common, whatever their data and weights: each is compiled once. */
export class TrainingPrograms {
  readonly #model: Model;
  readonly #engine: Engine;
  readonly #known = new Map<string, Promise<Program>>();

  constructor(model: Model, engine: Engine) {
    this.#model = model;
    this.#engine = engine;
  }

  /** A step of so many inputs, up to its gradients. */
  step(mode: TrainingMode, { loss }: Pick<TrainingSettings, 'loss'>, batch: number): Promise<Program> {
    return this.#once(`step ${loss} ${batch}`, () =>
      this.#engine.compile(stepProgram(this.#model, mode, lossOf(loss, this.#model), batch)),
    );
  }

  /** Logits of so many inputs at a time as there are, or of 128. */
  async logits(inputs: number): Promise<{ readonly program: Program; readonly rows: number }> {
    const rows = Math.min(ANSWERED, inputs);
    const { inputShape, weights } = this.#model;
    const program = await this.#once(`logits ${rows}`, () =>
      this.#engine.compile({
        name: 'logits',
        fn: ({ x }, values) => ({ logits: this.#model.apply(x, values) }),
        inputs: { x: { shape: [rows, ...inputShape], dtype: 'float32' } },
        weights: new Map(weights.map(({ name, shape }) => [name, shape])),
      }),
    );
    return { program, rows };
  }

  async dispose(): Promise<void> {
    for (const program of this.#known.values()) await (await program).dispose();
    this.#known.clear();
  }

  #once(key: string, compile: () => Promise<Program>): Promise<Program> {
    const known = this.#known.get(key) ?? compile();
    this.#known.set(key, known);
    // What could not be compiled is not there to be disposed of.
    known.catch(() => this.#known.delete(key));
    return known;
  }
}
