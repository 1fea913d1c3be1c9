/** Numbers in [0, 1) from a seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ODD: readonly Json[] = [
  ...[null, true, false, 0, 1, -1, 2, 3, 0.5, 1e9, 2 ** 53, -7, '', 'x', 'same', 'causal', 'channels_first'],
  ...([
    [],
    {},
    [0],
    [1, 2],
    [null, 3],
    ['x'],
    { x: 1 },
    'Conv2D',
    'Dense',
    'Reshape',
    'Functional',
  ] as Json[]),
];

interface Place {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

/** Changes one to three places of a JSON value: another value, nothing, a neighbour's value, or one place more. */
export function mutate(document: unknown, random: () => number): unknown {
  const copy = structuredClone(document) as Json;
  for (let left = 1 + Math.floor(3 * random()); left > 0; left--) {
    const places = placesOf(copy);
    if (places.length === 0) return copy;
    change(pick(places, random), pick(places, random), random);
  }
  return copy;
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)];

function change({ holder, key }: Place, other: Place, random: () => number): void {
  const at = holder as { [key: string]: Json };
  const dice = random();
  if (dice < 0.45) at[key] = structuredClone(pick(ODD, random));
  else if (dice < 0.6 && typeof at[key] === 'number')
    at[key] = Math.round((at[key] as number) * 4 * random() - 1);
  else if (dice < 0.75)
    at[key] = structuredClone((other.holder as { [key: string]: Json })[other.key] ?? null);
  else if (dice < 0.9 && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)] ?? null));
  else delete at[key];
}

function placesOf(value: Json): Place[] {
  const places: Place[] = [];
  const open: Json[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (typeof one !== 'object' || one === null) continue;
    for (const key of Object.keys(one)) {
      places.push({ holder: one, key: Array.isArray(one) ? Number(key) : key });
      open.push((one as { [key: string]: Json })[key]);
    }
  }
  return places;
}
