import { thresholdName, type Threshold } from '../../model/chart';
import type { StepMark } from '../../model/stepMark';
import { formatApart } from '../../model/format';
import { formatValue, type Notation } from '../../model/valueFormat';
import type { Range } from '../../model/range';
import { ticks } from '../../model/ticks';
import type { Surface } from './surface';

/** Writes what is drawn on it as SVG. */
export class SvgSurface implements Surface {
  strokeStyle: Surface['strokeStyle'] = '#000000';
  fillStyle: Surface['fillStyle'] = '#000000';
  lineWidth = 1;
  readonly parts: string[] = [];
  #path = '';
  #dash = '';

  setLineDash(segments: number[]) {
    this.#dash = segments.length === 0 ? '' : ` stroke-dasharray="${segments.map(place).join(' ')}"`;
  }

  beginPath() {
    this.#path = '';
  }

  moveTo(x: number, y: number) {
    this.#path += `M${place(x)} ${place(y)}`;
  }

  lineTo(x: number, y: number) {
    this.#path += `L${place(x)} ${place(y)}`;
  }

  closePath() {
    this.#path += 'Z';
  }

  stroke() {
    if (this.#path === '') return;
    const { color, alpha } = split(this.strokeStyle);
    this.parts.push(
      `<path d="${this.#path}" fill="none" stroke="${color}"${opacity('stroke', alpha)} ` +
        `stroke-width="${place(this.lineWidth)}"${this.#dash}/>`,
    );
  }

  fill() {
    if (this.#path === '') return;
    const { color, alpha } = split(this.fillStyle);
    this.parts.push(`<path d="${this.#path}" fill="${color}"${opacity('fill', alpha)}/>`);
  }
}

function place(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** `#rrggbbaa` is not SVG 1.1: the alpha goes into an attribute of its own. */
function split(style: Surface['fillStyle']): { color: string; alpha: number } {
  const text = typeof style === 'string' ? style : '#000000';
  return { color: text.slice(0, 7), alpha: text.length === 9 ? parseInt(text.slice(7), 16) / 255 : 1 };
}

function opacity(kind: string, alpha: number): string {
  return alpha < 1 ? ` ${kind}-opacity="${place(alpha)}"` : '';
}

export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd');
}

export interface SvgFrame {
  title: string;
  legend: readonly { label: string; color: string; dash: readonly number[] }[];
  y: Range;
  /** The axis on the right, if there is one. */
  right: { range: Range; isLog: boolean; yOf: (value: number) => number; notation: Notation } | null;
  /** Of the left axis. */
  notation: Notation;
  /** Levels on the left axis. */
  thresholds: readonly Threshold[];
  /** Those in sight. */
  marks: readonly StepMark[];
  yLog: boolean;
  xOf: (value: number) => number;
  yOf: (value: number) => number;
  xTicks: readonly number[];
  formatX: (value: number) => string;
  /** What x is, and what else a reader has to know of the picture. */
  xName: string;
  note: string;
  box: { left: number; top: number; width: number; height: number };
  width: number;
  height: number;
  parts: readonly string[];
}

/** A whole picture: axes, lines, title and legend. */
export function svgDocument(frame: SvgFrame): string {
  const { box, width, legend } = frame;
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const height = frame.height + legend.length * 16 + 8;
  const yTicks = ticks(frame.y, frame.yLog, 6);
  const yLabels = formatApart(yTicks, (value) => formatValue(value, frame.notation));
  const grid = [
    ...frame.xTicks.map((value) => {
      const at = place(frame.xOf(value));
      const label = escapeXml(frame.formatX(value));
      return (
        `<path d="M${at} ${box.top}V${bottom}" stroke="#e3e6eb"/>` +
        `<text x="${at}" y="${bottom + 16}" text-anchor="middle">${label}</text>`
      );
    }),
    ...yTicks.map((value, index) => {
      const at = place(frame.yOf(value));
      const label = escapeXml(yLabels[index]!);
      return (
        `<path d="M${box.left} ${at}H${right}" stroke="#e3e6eb"/>` +
        `<text x="${box.left - 6}" y="${at}" dy="0.32em" text-anchor="end">${label}</text>`
      );
    }),
  ];
  const rightTicks = frame.right === null ? [] : ticks(frame.right.range, frame.right.isLog, 6);
  const rightLabels = formatApart(rightTicks, (value) => formatValue(value, frame.right?.notation ?? {}));
  const marks = [
    ...rightTicks.map((value, index) => {
      const at = place(frame.right!.yOf(value)); // Without it there are none.
      return `<text x="${right + 6}" y="${at}" dy="0.32em">${escapeXml(rightLabels[index]!)}</text>`;
    }),
    ...frame.thresholds
      .filter(({ value }) => value >= frame.y[0] && value <= frame.y[1])
      .map((level) => {
        const text = escapeXml(thresholdName(level));
        return `<text x="${box.left + 6}" y="${place(frame.yOf(level.value) - 4)}" fill="#4d5665">${text}</text>`;
      }),
    ...frame.marks.map(({ step, text, color }, at) => {
      const left = place(frame.xOf(step));
      // Neighbors lie one below the other.
      const top = box.top + 12 + (at % 4) * 13;
      return (
        `<path d="M${left} ${box.top}V${bottom}" stroke="${color}" stroke-dasharray="4 3"/>` +
        `<text x="${left + 4}" y="${top}" fill="#4d5665">${escapeXml(text)}</text>`
      );
    }),
  ];
  const names = legend.map(({ label, color, dash }, index) => {
    const top = frame.height + index * 16;
    const strokes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
    return [
      `<path d="M${box.left} ${top + 5}h22" stroke="${color}" stroke-width="2.5"${strokes}/>`,
      `<text x="${box.left + 28}" y="${top + 9}">${escapeXml(label)}</text>`,
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      'font-family="sans-serif" font-size="11" fill="#1b1f27">',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${box.left}" y="18" font-size="13" font-weight="600">${escapeXml(frame.title)}</text>`,
    ...grid,
    ...marks,
    `<clipPath id="box"><rect x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}"/></clipPath>`,
    `<g clip-path="url(#box)">`,
    ...frame.parts,
    `</g>`,
    `<text x="${right}" y="${bottom + 32}" text-anchor="end" fill="#4d5665">${escapeXml(frame.xName)}</text>`,
    `<text x="${right}" y="18" text-anchor="end" fill="#5e6878">${escapeXml(frame.note)}</text>`,
    ...names,
    `</svg>`,
  ].join('\n');
}
