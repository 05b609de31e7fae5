import { explain } from '../model/errors';

const restMs = 1000;
const longestMs = 5000;
const retryMs = 5000;

export type SaveState =
  | { kind: 'saved'; at: number | null }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'failed'; why: string };

/**
 * Saves a document while it is edited: a second after the last change, and five seconds after the first one that is not
 * saved at the latest. A save that fails is tried again until it succeeds.
 */
export class Autosave<T> {
  readonly #save: (document: T) => Promise<void>;
  readonly #told = new Set<() => void>();
  #state: SaveState = { kind: 'saved', at: null };
  #waiting: { document: T; since: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  /** @param save gets one document at a time. */
  constructor(save: (document: T) => Promise<void>) {
    this.#save = save;
  }

  readonly state = (): SaveState => this.#state;

  readonly subscribe = (listener: () => void) => {
    this.#told.add(listener);
    return () => void this.#told.delete(listener);
  };

  changed(document: T): void {
    const now = Date.now();
    const since = this.#waiting?.since ?? now;
    this.#waiting = { document, since };
    if (this.#state.kind !== 'failed') this.#tell({ kind: 'unsaved' });
    this.#runAfter(Math.max(0, Math.min(restMs, since + longestMs - now)));
  }

  /** Saves what is not saved yet, without waiting. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    if (this.#waiting !== null) await this.#run();
  }

  /** Forgets what is not saved. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting = null;
  }

  #runAfter(ms: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run().catch(() => undefined), ms);
  }

  async #run(): Promise<void> {
    if (this.#running !== null || this.#waiting === null) return;
    const taken = this.#waiting;
    this.#waiting = null;
    this.#tell({ kind: 'saving' });
    this.#running = this.#save(taken.document);
    try {
      await this.#running;
      this.#running = null;
      this.#tell({ kind: 'saved', at: Date.now() });
      // What changed meanwhile.
      if (this.#isWaiting()) this.changed(this.#waiting!.document);
    } catch (error) {
      this.#running = null;
      this.#waiting ??= { document: taken.document, since: Date.now() };
      this.#tell({ kind: 'failed', why: explain(error) });
      this.#runAfter(retryMs);
      throw error;
    }
  }

  #isWaiting() {
    return this.#waiting !== null;
  }

  #tell(state: SaveState) {
    this.#state = state;
    for (const listener of this.#told) listener();
  }
}
