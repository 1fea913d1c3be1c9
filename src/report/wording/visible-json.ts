import { UNPRINTABLE } from './text-layout.ts';

/** JSON on lines of its own, in which characters that hide or reorder text are escaped: they mean the same. */
export function visibleJson(value: unknown): string {
  const escaped = (text: string) =>
    Array.from(text, (_, at) => text.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join('');
  const lines = JSON.stringify(value, null, 2).split('\n');
  return lines.map((line) => line.replace(UNPRINTABLE, escaped)).join('\n');
}
