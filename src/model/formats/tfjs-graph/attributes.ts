import { isObject, type JsonObject } from '../../json-values.ts';

/** A node as its file states it. */
export interface WithAttributes {
  readonly op: string;
  readonly attr: JsonObject;
}

/** A text attribute; undefined where there is none. Files hold it in base64 or as character codes. */
export function textOf({ attr }: Pick<WithAttributes, 'attr'>, name: string): string | undefined {
  const value = attr[name];
  return isObject(value) ? text(value.s) : undefined;
}

/** A list of text attributes, empty where there is none. */
export function textsOf({ attr }: Pick<WithAttributes, 'attr'>, name: string): string[] {
  const value = attr[name];
  const list = isObject(value) && isObject(value.list) ? value.list.s : undefined;
  return Array.isArray(list) ? list.map((one) => text(one) ?? '') : [];
}

/** An attribute that holds a dtype, for example `DT_FLOAT`. */
export function typeOf({ attr }: Pick<WithAttributes, 'attr'>, name: string): string | undefined {
  const value = attr[name];
  return isObject(value) && typeof value.type === 'string' ? value.type : undefined;
}

export function flagOf({ attr }: Pick<WithAttributes, 'attr'>, name: string): boolean {
  const value = attr[name];
  return isObject(value) && value.b === true;
}

/** A list of texts as an attribute, the way that files hold it. */
export function textsAttribute(texts: readonly string[]): JsonObject {
  return { list: { s: texts.map((one) => Buffer.from(one).toString('base64')) } };
}

/** A tensor shape; null stands for an extent that is open. Undefined where the rank is open too. */
export function shapeOf(value: unknown): (number | null)[] | undefined {
  if (!isObject(value) || value.unknownRank === true) return undefined;
  if (value.dim === undefined) return [];
  if (!Array.isArray(value.dim)) return undefined;
  return value.dim.map((dim) => {
    const extent = Number(isObject(dim) ? dim.size : Number.NaN);
    return Number.isSafeInteger(extent) && extent >= 0 ? extent : null;
  });
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return Buffer.from(value, 'base64').toString('latin1');
  return Array.isArray(value) ? String.fromCharCode(...value.slice(0, 256).map(Number)) : undefined;
}

/** The activation of a fused operation, after its bias; null where there is none. */
export const fusedActivation = (node: Pick<WithAttributes, 'attr'>): string | null =>
  textsOf(node, 'fused_ops')[1] ?? null;
