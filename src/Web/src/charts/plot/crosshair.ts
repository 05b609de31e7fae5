type Listener = (x: number | null, from: object) => void;

/** The place on the x axis that the pointer is at: every chart with the same kind of x shows it. */
export class Crosshair {
  readonly #listeners = new Set<Listener>();
  #last: Parameters<Listener> = [null, this];

  readonly subscribe = (listener: Listener) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly set = (x: number | null, from: object) => {
    this.#last = [x, from];
    for (const listener of this.#listeners) listener(x, from);
  };

  /** For who has moved below it. */
  readonly tell = (listener: Listener) => listener(...this.#last);
}

const crosshairs = new Map<string, Crosshair>();

/** The one of all charts with this kind of x axis. */
export function crosshairOf(axis: string): Crosshair {
  let crosshair = crosshairs.get(axis);
  if (crosshair === undefined) crosshairs.set(axis, (crosshair = new Crosshair()));
  return crosshair;
}
