import { InputError } from '../../../../errors.ts';
import type { Plain, Value } from './plain.ts';
import { isPlain } from './plain.ts';

/** An attribute as a file states it: int64 and float as numbers, bytes as text. */
export type AttributeValue = number | string | Plain | readonly number[] | readonly string[];

/** A node of a graph, as its file states it. */
export interface NodeParts {
  /** The path of the file, for messages. */
  readonly thing: string;
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  /** The operator set of its domain that the file is written in. */
  readonly set: number;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** How many outputs it has, those at the end that have no name left out. */
  readonly outputs: number;
}

/** A node with what is known of its operands: attributes by type, constants by position. */
export class OnnxNode {
  readonly parts: NodeParts;
  readonly #operands: readonly (Value | null)[];

  constructor(parts: NodeParts, operands: readonly (Value | null)[]) {
    this.parts = parts;
    this.#operands = operands;
  }

  get op(): string {
    return this.parts.op;
  }

  get set(): number {
    return this.parts.set;
  }

  get outputs(): number {
    return this.parts.outputs;
  }

  has(name: string): boolean {
    return this.parts.attributes.has(name);
  }

  /** A whole number; refused where the file states none and there is no default. */
  int(name: string, otherwise?: number): number {
    const value = this.parts.attributes.get(name) ?? otherwise;
    return typeof value === 'number' && Number.isInteger(value) ? value : this.#wrong(name, 'a whole number');
  }

  float(name: string, otherwise?: number): number {
    const value = this.parts.attributes.get(name) ?? otherwise;
    return typeof value === 'number' ? value : this.#wrong(name, 'a number');
  }

  /** One of some texts. */
  text<Text extends string>(name: string, known: readonly Text[], otherwise?: Text): Text {
    const value = this.parts.attributes.get(name) ?? otherwise;
    return known.find((text) => text === value) ?? this.#wrong(name, known.join(', '));
  }

  /** Any text. */
  string(name: string, otherwise: string): string {
    const value = this.parts.attributes.get(name) ?? otherwise;
    return typeof value === 'string' ? value : this.#wrong(name, 'a text');
  }

  /** Whole numbers; undefined where the file states none and there is no default. */
  ints(name: string): readonly number[] | undefined;
  ints(name: string, otherwise: readonly number[]): readonly number[];
  ints(name: string, otherwise?: readonly number[]): readonly number[] | undefined {
    const value = this.#list(name, 'whole numbers') ?? otherwise;
    return !value || value.every(Number.isInteger) ? value : this.#wrong(name, 'whole numbers');
  }

  floats(name: string): readonly number[] | undefined {
    return this.#list(name, 'numbers');
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.parts.attributes.get(name);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return value as string[];
    return this.#wrong(name, 'texts');
  }

  tensor(name: string): Plain | undefined {
    const value = this.parts.attributes.get(name);
    if (value === undefined) return undefined;
    return typeof value === 'object' && 'values' in value && 'shape' in value
      ? (value as Plain)
      : this.#wrong(name, 'a tensor');
  }

  /** Whether an operand is given. */
  given(index: number): boolean {
    return (this.#operands[index] ?? null) !== null;
  }

  /** An operand that is known; undefined where it is left out. Refused where it depends on the network's input. */
  constant(index: number): Plain | undefined {
    const value = this.#operands[index] ?? undefined;
    if (value === undefined || isPlain(value)) return value;
    return this.refuse(`operand ${index} to be a constant`, 'one that the input decides');
  }

  /** An operand where it is known, undefined where it is not or is left out. */
  known(index: number): Plain | undefined {
    const value = this.#operands[index] ?? undefined;
    return value !== undefined && isPlain(value) ? value : undefined;
  }

  /** The numbers of an operand that is known; undefined where it is left out. */
  numbers(index: number): number[] | undefined {
    const value = this.constant(index);
    return value && Array.from(value.values);
  }

  /** Throws the InputError that names file, node, operator and operator set. */
  refuse(expected: string, found: string): never {
    const { thing, name, op, domain, set } = this.parts;
    throw new InputError({
      thing: `${thing}: node ${name} (${domain ? `${domain}.` : ''}${op}, operator set ${set})`,
      expected,
      found,
    });
  }

  #list(name: string, expected: string): readonly number[] | undefined {
    const value = this.parts.attributes.get(name);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((v) => typeof v === 'number')) return value as number[];
    return this.#wrong(name, expected);
  }

  #wrong(name: string, expected: string): never {
    const value = this.parts.attributes.get(name);
    const found = value === undefined ? 'none' : JSON.stringify(value).slice(0, 80);
    return this.refuse(`${expected} as ${name}`, found);
  }
}
