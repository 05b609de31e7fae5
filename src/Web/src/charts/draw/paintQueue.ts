/** Draws until it is done or `isOver` returns true. Returns true if there is more to draw. */
export type Job = (isOver: () => boolean) => unknown;

/** What a frame may spend on drawing: the rest of it is for the pointer, scrolling and layout. */
const budgetMs = 7;

/**
 * Draws what waits, in the order it came, as much a frame as fits: a page full of charts never holds up the pointer. A
 * job that comes again before its turn is drawn once.
 */
export class PaintQueue {
  #jobs = new Set<Job>();
  #frame = 0;

  constructor(readonly now: () => number = () => performance.now()) {}

  readonly add = (job: Job) => {
    this.#jobs.add(job);
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#run);
  };

  readonly remove = (job: Job) => {
    this.#jobs.delete(job);
  };

  readonly #run = () => {
    const start = this.now();
    const isOver = () => this.now() - start >= budgetMs;
    for (const job of this.#jobs) {
      this.#jobs.delete(job);
      if (job(isOver) === true) {
        // A job that was interrupted continues before the others.
        this.#jobs = new Set([job, ...this.#jobs]);
        break;
      }
      if (isOver()) break;
    }
    this.#frame = this.#jobs.size > 0 ? requestAnimationFrame(this.#run) : 0;
  };
}

export const paintQueue = new PaintQueue();
