import { findCheck, readersOf } from '../../checks/registry.ts';
import { trains } from '../../checks/training.ts';
import type { Config } from '../../config/config.ts';
import { OPTIONS } from '../../config/options/list.ts';
import type { Notice } from '../../results/report.ts';
import { listing } from '../../statistics/wording.ts';
import { selectChecks } from './select-checks.ts';

/** Says which options were given that no check of the run reads. */
export function unreadOptions(config: Partial<Config>, checks: string | readonly string[]): Notice[] {
  const names = selectChecks(checks).map(({ name }) => name);
  const given = Object.keys(OPTIONS).filter((key) => config[key as keyof Config] !== undefined);
  const unread = given.flatMap((key): Notice[] => {
    const readers = readersOf(key);
    return readers === null || readers.some((name) => names.includes(name)) ? [] : [notice(key, readers)];
  });
  const { data, network = 'given' } = config.training ?? {};
  const untaught =
    data !== undefined && network === 'given' && !names.some((name) => trains(findCheck(name)));
  return untaught ? [...unread, { code: 'option', message: UNTAUGHT }] : unread;
}

const UNTAUGHT = 'the training data is left aside: no check of this run has networks trained';

const notice = (key: string, readers: readonly string[]): Notice => ({
  code: 'option',
  message: `${key} is left aside: no check of this run asks for it, ${listing(readers)} ${readers.length === 1 ? 'does' : 'do'}`,
});
