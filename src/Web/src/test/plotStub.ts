/** Takes uPlot's place where there is no canvas: has a plot area, and draws nothing. */
export class PlotStub {
  static pxRatio = 1;
  readonly over = document.createElement('div');
  readonly scales = { x: { min: 0, max: 1 }, y: { min: 0, max: 1 } };

  constructor(_: unknown, __: unknown, host: HTMLElement) {
    host.append(this.over);
  }

  batch(change: () => void) {
    change();
  }

  setData() {}
  setScale() {}
  setSize() {}
  destroy() {}
}
