import { expect, it } from 'vitest';
import { type ScoreRow, scoreLines } from '../../../src/report/files/scores.ts';

const row: ScoreRow = {
  ...{ method: 'gradient', order: 'cascade', stage: 'output', draw: 0, image: 'a\nb.png', metric: 'ssim' },
  score: 0.5,
};

async function collect(parts: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

it('writes a line per score, keys in one order, null where undefined', async () => {
  const { score, ...rest } = row;
  const text = (
    await collect(
      scoreLines([
        { score, ...rest },
        { ...row, score: null },
        { ...row, score: Number.NaN },
      ]),
    )
  ).join('');
  const line =
    '{"method":"gradient","order":"cascade","stage":"output","draw":0,"image":"a\\nb.png","metric":"ssim"';
  expect(text).toBe(`${line},"score":0.5}\n${line},"score":null}\n${line},"score":null}\n`);
});

it('streams: pieces of at most a thousand lines, from any iterable', async () => {
  async function* many() {
    for (let draw = 0; draw < 2500; draw++) yield { ...row, draw };
  }
  const parts = await collect(scoreLines(many()));
  expect(parts.map((part) => part.split('\n').length - 1)).toEqual([1000, 1000, 500]);
  expect(JSON.parse(parts[2].trim().split('\n')[499]).draw).toBe(2499);
});

it('writes nothing for no scores', async () => {
  expect(await collect(scoreLines([]))).toEqual([]);
});
