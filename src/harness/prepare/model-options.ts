import type { ExplainConfig } from '../../config/config.ts';
import { located } from '../../disk/located.ts';
import { InputError } from '../../errors.ts';
import { readNpy } from '../../inputs/npy.ts';
import type { GivenArray, LoadOptions } from '../../model/load.ts';

type Options = Pick<ExplainConfig, 'output' | 'input' | 'set' | 'size'>;

/** What a configuration says of how a model file is read, the arrays that it names loaded. Throws InputError. */
export async function modelOptions({ output, input, set, size }: Options, cwd: string): Promise<LoadOptions> {
  return {
    ...{ output, input },
    set:
      set === undefined
        ? undefined
        : Object.fromEntries(
            await Promise.all(
              [set]
                .flat()
                .flatMap(entries)
                .map((one) => given(one, cwd)),
            ),
          ),
    size: size === undefined ? undefined : extents(size),
  };
}

/** Whether a configuration says more of a model than which of its outputs is explained. */
export const givenNames = (options: Options): string[] =>
  (['output', 'input', 'set', 'size'] as const).filter((name) => options[name] !== undefined);

const entries = (text: string): string[] => text.split(',').filter((entry) => entry.trim() !== '');

async function given(entry: string, cwd: string): Promise<[string, number | GivenArray]> {
  const at = entry.lastIndexOf('=');
  const [name, value] = [entry.slice(0, Math.max(0, at)).trim(), entry.slice(at + 1).trim()];
  const number = Number(value);
  if (name !== '' && value !== '' && Number.isFinite(number)) return [name, number];
  if (name === '' || !value.endsWith('.npy')) {
    throw new InputError({ thing: 'option set', expected: 'NAME=VALUE or NAME=FILE.npy', found: entry });
  }
  const { shape, values } = await readNpy(located(value, cwd));
  return [name, { shape, values }];
}

function extents(size: number | string | readonly (number | string)[]): number | number[] {
  const list = (typeof size === 'string' ? size.split(/[,x]/) : [size].flat()).map(Number);
  if (list.length > 0 && list.every((extent) => Number.isSafeInteger(extent) && extent > 0)) {
    return list.length === 1 ? list[0] : list;
  }
  const expected = 'a whole number, 1 or more, or several with commas';
  throw new InputError({ thing: 'option size', expected, found: String(size) });
}
