import type { Filling, Lab } from '../lab.ts';
import { type PixelSet, pixelsOf, withoutSet } from './pixel-set.ts';

/** What a network answers to an input that lacks some pixels: the logit of the explained class and its probability. */
export interface Answer {
  readonly logit: number;
  readonly probability: number;
}

/** An input of the run, some of whose pixels are replaced. */
export interface Question {
  readonly input: number;
  readonly filling: Filling;
  readonly set: PixelSet;
}

/**
 * Passes of inputs that lack pixels, each made once: methods that remove the same pixels of an input share them. What is asked in
 * a draw is forgotten in the next one, what belongs to no draw is kept.
 */
export class Forwards {
  readonly #lab: Lab;
  readonly #kept = new Map<string, Answer>();
  readonly #fillings = new Map<string, Float32Array>();
  #drawn = new Map<string, Answer>();
  #draw = -1;
  /** Passes made so far. */
  made = 0;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Answers to questions, in their order; `draw` is null for what belongs to none. */
  async answers(questions: readonly Question[], draw: number | null): Promise<Answer[]> {
    if (draw !== null && draw !== this.#draw) this.#drawn = new Map();
    this.#draw = draw ?? this.#draw;
    const answers = draw === null ? this.#kept : this.#drawn;
    const missing = new Map<string, Question>();
    const keys = questions.map(keyOf);
    for (const [at, key] of keys.entries()) {
      if (!answers.has(key) && !this.#kept.has(key)) missing.set(key, questions[at]);
    }
    for (const [key, answer] of await this.#ask([...missing])) answers.set(key, answer);
    return keys.map((key) => (answers.get(key) ?? this.#kept.get(key))!);
  }

  async #ask(questions: readonly (readonly [string, Question])[]): Promise<(readonly [string, Answer])[]> {
    const { inputs, count, classes, targets } = this.#lab.facts;
    const size = inputs.length / count;
    const logits = await this.#lab.logitsOf(questions.length, (at, out) => {
      const { input, filling, set } = questions[at][1];
      withoutSet(inputs.subarray(input * size, (input + 1) * size), this.#filled(input, filling), set, out);
    });
    this.made += questions.length;
    return questions.map(([key, { input }], at) => {
      const row = logits.subarray(at * classes, (at + 1) * classes);
      const target = targets[input];
      return [key, { logit: row[target], probability: this.#lab.probability(row, target) }];
    });
  }

  /** What replaces the pixels of an input: kept for the other methods, as far as memory goes, the last ones made. */
  #filled(input: number, filling: Filling): Float32Array {
    const key = `${filling} ${input}`;
    const known = this.#fillings.get(key);
    if (known) return known;
    const made = this.#lab.filled(filling, input);
    const room = Math.max(1, Math.floor(MOST_BYTES / made.byteLength));
    for (const oldest of this.#fillings.keys()) {
      if (this.#fillings.size < room) break;
      this.#fillings.delete(oldest);
    }
    this.#fillings.set(key, made);
    return made;
  }
}

/** For fillings: four of every one of 50 inputs of 224x224. */
const MOST_BYTES = 2 ** 27;

/** Equal for questions with one answer: whatever would replace no pixel replaces nothing. */
function keyOf({ input, filling, set }: Question): string {
  const pixels = pixelsOf(set);
  return pixels === 0 ? `${input}` : `${input} ${filling} ${pixels} ${set.hash[0]} ${set.hash[1]}`;
}
