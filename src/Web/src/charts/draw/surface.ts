/** What drawing asks of a canvas; the SVG writer answers to the same. */
export interface Surface {
  strokeStyle: string | CanvasGradient | CanvasPattern;
  fillStyle: string | CanvasGradient | CanvasPattern;
  lineWidth: number;
  setLineDash(segments: number[]): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
  stroke(): void;
  fill(): void;
}

export interface Scene {
  xOf: (value: number) => number;
  yOf: (value: number) => number;
  /** For the lines that have the axis on the right. */
  yRightOf?: (value: number) => number;
  box: { left: number; top: number; width: number; height: number };
  /** Canvas pixels to one of the page. */
  scale: number;
  withBand: boolean;
  /** Draws the line as logged faintly behind the smoothed one. */
  withRaw: boolean;
  /** Goes through the least and the greatest value of each bucket. */
  isRange: boolean;
}
