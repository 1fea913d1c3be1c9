import { INPUT, type Step } from '../../../engine/step.ts';
import { dataOf } from './flow.ts';

/** The steps of one forward pass that depend on the explained input, in the order in which they ran. */
class Course {
  readonly #steps: Step[] = [];
  readonly #places = new Map<Step, number>();
  /** Of each step the last one that reads it. */
  readonly #lastReaders: number[] = [];
  #chosen: ReadonlySet<Step> | null = null;

  add(step: Step): void {
    const place = this.#steps.push(step) - 1;
    this.#places.set(step, place);
    this.#lastReaders.push(place);
    for (const [, { from }] of dataOf(step)) {
      const read = this.#places.get(from);
      if (read !== undefined) this.#lastReaders[read] = place;
    }
  }

  /** Those through which everything passes, so many steps that count apart. Known once the forward pass has ended. */
  bottlenecks(apart: number, counts: (step: Step) => boolean): ReadonlySet<Step> {
    if (this.#chosen) return this.#chosen;
    const free: boolean[] = [];
    let furthest = 0;
    for (const [place, last] of this.#lastReaders.entries()) {
      // Nothing from before it is read after it.
      free.push(furthest <= place);
      furthest = Math.max(furthest, last);
    }
    const chosen = new Set<Step>();
    let since = 0;
    for (let place = this.#steps.length - 1; place >= 0; place--) {
      const step = this.#steps[place];
      if (since >= apart && free[place]) {
        chosen.add(step);
        since = 0;
      }
      if (counts(step)) since++;
    }
    this.#chosen = chosen;
    return chosen;
  }
}

const courses = new WeakMap<Step, Course>();

/** Notes a step of a forward pass that depends on the input, in the order in which they run. */
export function noteStep(step: Step): Course {
  const [[, { from }]] = dataOf(step);
  let course = courses.get(from);
  if (!course) {
    course = new Course();
    courses.set(from, course);
    if (from.kernel === INPUT) course.add(from);
  }
  courses.set(step, course);
  course.add(step);
  return course;
}
