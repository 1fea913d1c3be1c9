/** The name of the program, as it is typed. */
export const PROGRAM = 'saliency-sanity';
/** How a user calls it, who has it from a project's dependencies. */
export const CALL = `npx ${PROGRAM}`;
