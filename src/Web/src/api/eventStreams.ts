import type { ChangedEvent } from './generated';

/**
 * Which runs got new data: their sys/id, or that any may have; which dashboards changed; or that the stream was cut
 * off. With `any` dashboards may have changed, too.
 */
export type Change = readonly string[] | BoardsChange | 'any' | 'cut';

export interface BoardsChange {
  boards: readonly BoardNews[];
  /** More changed than are named. */
  all: boolean;
}

/** A version of a dashboard that was made, saved, published or deleted; or a whole dashboard that went or came back. */
export interface BoardNews {
  branch: string;
  owner: string;
  draft: boolean;
  deleted: boolean;
}

type Listener = (change: Change) => void;

const retryMs = 3000;

/** The event streams of projects, each open once for all who listen, and only while somebody does. */
export class EventStreams {
  readonly #streams = new Map<string, Stream>();

  /** @returns what ends the listening. */
  listen(project: string, listener: Listener): () => void {
    const stream = this.#streams.get(project) ?? new Stream(project);
    this.#streams.set(project, stream);
    // What is handed in may be handed in twice: each has an end of its own.
    const own: Listener = (change) => listener(change);
    stream.listeners.add(own);
    return () => {
      stream.listeners.delete(own);
      if (stream.listeners.size > 0 || this.#streams.get(project) !== stream) return;
      this.#streams.delete(project);
      stream.close();
    };
  }
}

/**
 * One stream. The browser reconnects on its own when the connection breaks, but not after a response that is no stream,
 * such as that of a server that is starting: then we open it again. Changes in between were missed, so any run may have
 * changed.
 */
class Stream {
  readonly listeners = new Set<Listener>();
  readonly #url: string;
  #source: EventSource;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #wasOpen = false;

  constructor(project: string) {
    this.#url = `/api/leaderboard/v1/events?projectIdentifier=${encodeURIComponent(project)}`;
    this.#source = this.#open();
  }

  close() {
    clearTimeout(this.#retry);
    this.#source.close();
  }

  #open(): EventSource {
    const source = new EventSource(this.#url);
    source.addEventListener('open', () => {
      if (this.#wasOpen) this.#tell('any');
      this.#wasOpen = true;
    });
    source.addEventListener('changed', (event) => {
      const change = readChange((event as MessageEvent<string>).data);
      if (change !== null) this.#tell(change);
    });
    source.addEventListener('dashboards', (event) => {
      this.#tell(readBoardsChange((event as MessageEvent<string>).data));
    });
    source.addEventListener('error', () => {
      this.#tell('cut');
      this.#wasOpen = true;
      if (source.readyState !== EventSource.CLOSED) return;
      this.#retry = setTimeout(() => (this.#source = this.#open()), retryMs);
    });
    return source;
  }

  #tell(change: Change) {
    for (const listener of this.listeners) listener(change);
  }
}

/** Reads the data of an event; null if it is not a change. */
export function readChange(text: string): Change | null {
  const data = JSON.parse(text) as Partial<ChangedEvent>;
  if (data.all === true) return 'any';
  return Array.isArray(data.runs) ? data.runs.map(String) : null;
}

/** Reads the data of an event about dashboards. */
export function readBoardsChange(text: string): BoardsChange {
  const data = JSON.parse(text) as { dashboards?: unknown; all?: unknown };
  const named = Array.isArray(data.dashboards) ? (data.dashboards as Partial<BoardNews>[]) : [];
  const boards = named.map(({ branch, owner, draft, deleted }) => ({
    branch: String(branch),
    owner: String(owner),
    draft: draft === true,
    deleted: deleted === true,
  }));
  return { boards, all: data.all === true };
}
