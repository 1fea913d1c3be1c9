import type {
  BoundProgram,
  Division,
  Engine,
  Levels,
  Program,
  ProgramSource,
  TensorSpec,
} from '../../engine/engine.ts';
import { namingPart } from '../../model/blame.ts';
import type { Model, Weights } from '../../model/model.ts';
import { companionsOf, layersOf, type Pass, passKey } from './pass.ts';
import { passFunction } from './pass-function.ts';

/**
 * The compiled passes of one model at one batch size, made on first use and kept: one program serves every weight set
 * and every explained class.
 */
export class Programs {
  readonly engine: Engine;
  readonly model: Model;
  readonly batch: number;
  /** Layers that inputs went through, forwards and backwards, padding left out: what a run costs. */
  layerEvaluations = 0;
  /** Of a layer's weights its place from the output: a cascade has made them random once it has come so far. */
  readonly levels: Levels;
  readonly #programs = new Map<string, Promise<Program>>();

  /** Called after every batch with the number of inputs in it: for progress, interrupts and pauses. */
  readonly afterBatch: (inputs: number) => void | Promise<void>;

  constructor(engine: Engine, model: Model, batch: number, afterBatch: Programs['afterBatch'] = () => {}) {
    this.engine = engine;
    this.model = model;
    this.batch = batch;
    this.afterBatch = afterBatch;
    this.levels = {
      input: new Map([
        ['x', Number.POSITIVE_INFINITY],
        ['reference', Number.POSITIVE_INFINITY],
        ['samples', Number.POSITIVE_INFINITY],
      ]),
      weight: new Map(model.layers.flatMap(({ weights }, place) => weights.map((name) => [name, place]))),
    };
  }

  async bind(pass: Pass, weights: Weights): Promise<BoundProgram> {
    return (await this.#program(pass)).bind(weights);
  }

  /** How a pass can be cut below the layers that a stage makes random; undefined where the engine cannot. */
  async division(pass: Pass): Promise<Division | undefined> {
    return (await this.#program(pass)).division;
  }

  /** Notes that a whole pass was run on a number of inputs. */
  ran(pass: Pass, inputs: number): void {
    this.layerEvaluations += inputs * layersOf(this.model, pass);
  }

  async dispose(): Promise<void> {
    for (const program of this.#programs.values()) await (await program).dispose();
    this.#programs.clear();
  }

  #program(pass: Pass): Promise<Program> {
    const key = passKey(pass);
    let program = this.#programs.get(key);
    if (!program) {
      program = this.engine.compile(this.#source(pass)).catch((error) => {
        throw namingPart(error);
      });
      this.#programs.set(key, program);
      program.catch(() => this.#programs.delete(key));
    }
    return program;
  }

  #source(pass: Pass): ProgramSource {
    const { model, batch } = this;
    const x: TensorSpec = { shape: [batch, ...model.inputShape], dtype: 'float32' };
    const target: TensorSpec = { shape: [batch, model.classes], dtype: 'float32' };
    const companions = companionsOf(pass, batch);
    return {
      name: passKey(pass),
      fn: passFunction(model, pass, batch),
      inputs: {
        x,
        ...(pass.kind === 'logits' ? {} : { target }),
        ...(companions ? { [companions.name]: { ...x, shape: [companions.rows, ...model.inputShape] } } : {}),
      },
      weights: new Map(model.weights.map((w) => [w.name, w.shape])),
      levels: this.levels,
    };
  }
}
