import type { Explained } from './explained-output.ts';

/** What the user should know of how a graph model is randomised. */
export function noticesOf({ fixed, preprocessing }: Pick<Explained, 'fixed' | 'preprocessing'>): string[] {
  const notices = [
    'a graph model records no initializers: new kernels are drawn by fan, new biases are zero; batch normalisation ' +
      'that was folded into a convolution is drawn with it',
  ];
  const kept = fixed.length - preprocessing.length;
  if (kept > 0) {
    const constants = kept === 1 ? 'constant is' : 'constants are';
    notices.push(
      `${kept} ${constants} not randomised: whole numbers, booleans and single numbers of the architecture`,
    );
  }
  if (preprocessing.length > 0) {
    const names = preprocessing.map(({ name }) => name).join(', ');
    notices.push(`constants that scale the input are not randomised: ${names}`);
  }
  return notices;
}
