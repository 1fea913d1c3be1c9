import { original, tryDamaged } from './models.ts';

const [network, from, to] = process.argv.slice(2);
const whole = await original(network);
for (let seed = Number(from); seed < Number(to); seed++) {
  const line = await tryDamaged(whole, seed).catch((error: Error) => {
    const [place = ''] = (error.stack ?? '').split('\n').filter((one) => /^\s+at /.test(one));
    return `fault ${network}, seed ${seed}: ${error.name}: ${error.message.split('\n')[0].slice(0, 160)} ${place.trim()}`;
  });
  process.stdout.write(`${line}\n`);
}
