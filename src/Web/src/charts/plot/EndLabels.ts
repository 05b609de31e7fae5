import type { ChartLine } from '../draw/scene';
import classes from './LineChart.module.css';
import { labelText, placed, type LabelPlace } from './endLabel';

/** The names of lines at their ends: elements beside the plot, which readers of the screen have in the legend. */
export class EndLabels {
  readonly #host = document.createElement('div');

  constructor(over: HTMLElement) {
    this.#host.className = classes.labels!;
    this.#host.setAttribute('aria-hidden', 'true');
    over.append(this.#host);
  }

  /** @param height of the plot. */
  show(lines: readonly ChartLine[], height: number, topOf: (line: ChartLine) => number | null): void {
    const places = lines.flatMap((line): LabelPlace[] => {
      const top = topOf(line);
      return top === null ? [] : [{ line, top }];
    });
    this.#host.replaceChildren(
      ...placed(places, height).map(({ line, top }) => {
        const label = document.createElement('bdi');
        label.textContent = labelText(line);
        label.style.top = `${top}px`;
        label.style.color = line.color;
        return label;
      }),
    );
  }
}
