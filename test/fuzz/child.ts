import { TRIES } from './models.ts';

const [source, from, to] = process.argv.slice(2);
for (let seed = Number(from); seed < Number(to); seed++) {
  const line = await TRIES[source](seed).catch((error: Error) => {
    const [place = ''] = (error.stack ?? '').split('\n').filter((one) => /^\s+at /.test(one));
    return `fault ${source}, seed ${seed}: ${error.name}: ${error.message.split('\n')[0].slice(0, 160)} ${place.trim()}`;
  });
  process.stdout.write(`${line}\n`);
}
