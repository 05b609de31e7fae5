import type uPlot from 'uplot';

import type { Range } from '../../model/range';
import type { StepMark } from '../../model/stepMark';
import classes from './LineChart.module.css';

/** Neighbors lie one below the other, and each has the more room. */
const rows = 3;
const rowHeight = 14;

/** Marks on steps: each in sight is a line across, with what it says as far as there is room. */
export class StepMarks {
  readonly #host = document.createElement('div');

  constructor(over: HTMLElement) {
    this.#host.className = classes.steps!;
    over.append(this.#host);
  }

  show(plot: uPlot, marks: readonly StepMark[], [from, to]: Range): void {
    const inSight = marks.filter(({ step }) => step >= from && step <= to);
    const lefts = inSight.map(({ step }) => plot.valToPos(step, 'x'));
    this.#host.replaceChildren(
      ...inSight.map(({ text, color }, at) => {
        const end = lefts[at + rows] ?? plot.over.clientWidth;
        const line = lineOf(text, color, lefts[at]!, end - lefts[at]! - 6);
        line.style.paddingTop = `${(at % rows) * rowHeight}px`;
        return line;
      }),
    );
  }
}

function lineOf(text: string, color: string, left: number, room: number): HTMLElement {
  const line = document.createElement('div');
  const label = document.createElement('bdi');
  label.textContent = text;
  label.style.maxWidth = `${Math.max(0, room)}px`;
  line.style.left = `${left}px`;
  line.style.borderColor = color;
  line.append(label);
  return line;
}
