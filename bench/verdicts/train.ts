import { type DigitTraining, type TrainingRecord, trainOnDigits } from '../train-on-digits.ts';
import { STYLES } from './networks.ts';

/** What the small networks are trained on, and how: digits that are unrelated to the stored ones. */
export const TRAINING: DigitTraining = {
  ...{ seed: 31, count: 3000, descent: 1 },
  ...{ epochs: 4, batch: 50, rate: 0.004 },
};

/** Trains a small network where that has not been done, and resolves to its record; it lies in the folder. */
export const trained = (name: string, folder: string, threads: number): Promise<TrainingRecord> =>
  trainOnDigits(STYLES[name], folder, TRAINING, threads);
