export type ConnectionState = 'ok' | 'gone' | 'signedOut';

type Listener = () => void;

/** Whether the server is there and knows us. The api/ folder writes it; the app's frame shows it. */
class Connection {
  #state: ConnectionState = 'ok';
  readonly #listeners = new Set<Listener>();

  readonly subscribe = (listener: Listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = () => this.#state;

  lost() {
    if (this.#state === 'ok') this.#set('gone');
  }

  signedOut() {
    this.#set('signedOut');
  }

  restored() {
    this.#set('ok');
  }

  #set(state: ConnectionState) {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const connection = new Connection();
