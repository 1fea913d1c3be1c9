/** Thrown where a run stops because its signal was raised. What was finished is in the journal. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}
