type Listener = (x: number | null, from: object) => void;

/** The place on the x axis that the pointer is at: every chart with the same kind of x shows it. */
export class Crosshair {
  readonly #listeners = new Set<Listener>();

  readonly subscribe = (listener: Listener) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly set = (x: number | null, from: object) => {
    for (const listener of this.#listeners) listener(x, from);
  };
}

export const crosshairs = { step: new Crosshair(), relative: new Crosshair(), absolute: new Crosshair() };
