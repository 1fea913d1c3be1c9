/** The name of the program, as it is typed. */
export const PROGRAM = 'saliency-sanity';
