import type { PageCheck, PageData } from '../page-data.ts';
import type { PageWindow } from './dom.ts';
import type { Painting } from './painting.ts';

export type PageView = 'abs' | 'signed';

export interface MapStore {
  readonly palettes: Readonly<Record<PageView, Uint8Array>>;
  /** Bytes of one map, 0 to 254, and 255 where it is not finite. */
  map(view: PageView, check: PageCheck, stage: number, input: number): Uint8Array;
}

/** Runs in the page: unpacks the maps. Null in a browser that cannot. It may use nothing but its arguments. */
export async function mapStore(
  window: PageWindow,
  painting: Painting,
  data: PageData,
): Promise<MapStore | null> {
  const { DecompressionStream } = window;
  if (DecompressionStream === undefined) return null;
  const unpack = async (packed: string): Promise<Uint8Array> => {
    const stream = new window.Blob([painting.bytes(packed)]).stream();
    const open = stream.pipeThrough(new DecompressionStream('deflate'));
    const bytes = new Uint8Array(await new window.Response(open).arrayBuffer());
    if (data.steps === 254) return bytes;
    return bytes.map((value) => (value === 255 ? 255 : Math.round((254 * value) / data.steps)));
  };
  const unpacked = await Promise.all(
    data.checks.map(async (check) => {
      const signed = await unpack(check.signed);
      return { signed, abs: check.abs === null ? painting.size(signed) : await unpack(check.abs) };
    }),
  );
  return {
    palettes: {
      abs: painting.bytes(data.palettes.abs),
      signed: painting.bytes(data.palettes.signed),
    },
    map(view, check, stage, input) {
      const size = check.height * check.width;
      const start = (stage * data.inputs.length + input) * size;
      return unpacked[data.checks.indexOf(check)][view].subarray(start, start + size);
    },
  };
}
