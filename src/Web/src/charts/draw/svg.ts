import { formatNumber } from '../../model/format';
import type { Range } from '../../model/range';
import type { Surface } from './draw';

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

/** Round values across a range: 1, 2 or 5 times a power of ten apart; on a log axis such values themselves. */
export function ticks([low, high]: Range, isLog: boolean, count: number): number[] {
  if (isLog) {
    const from = Math.floor(Math.log10(low) + 1e-9);
    const to = Math.floor(Math.log10(high) + 1e-9);
    const every = Math.max(1, Math.ceil((to - from + 1) / count));
    const of = (factors: readonly number[]) => {
      const values: number[] = [];
      for (let power = from; power <= to; power += every) values.push(...factors.map((factor) => factor * 10 ** power));
      return values.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
    };
    const powers = of([1]);
    const values = powers.length * 2 > count || every > 1 ? powers : of([1, 2, 5]);
    return values.length > 2 ? values : ticks([low, high], false, count);
  }
  const rough = (high - low) / count;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * size).find((one) => one >= rough) ?? rough;
  const values: number[] = [];
  for (let index = Math.ceil(low / step); index * step <= high + step * 1e-9; index++) values.push(index * step);
  return values;
}

export interface SvgFrame {
  title: string;
  legend: readonly { label: string; color: string; dash: readonly number[] }[];
  y: Range;
  yLog: boolean;
  xOf: (value: number) => number;
  yOf: (value: number) => number;
  xTicks: readonly number[];
  formatX: (value: number) => string;
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
  const grid = [
    ...frame.xTicks.map((value) => {
      const at = place(frame.xOf(value));
      const label = escapeXml(frame.formatX(value));
      return (
        `<path d="M${at} ${box.top}V${bottom}" stroke="#e3e6eb"/>` +
        `<text x="${at}" y="${bottom + 16}" text-anchor="middle">${label}</text>`
      );
    }),
    ...ticks(frame.y, frame.yLog, 6).map((value) => {
      const at = place(frame.yOf(value));
      const label = escapeXml(formatNumber(value));
      return (
        `<path d="M${box.left} ${at}H${right}" stroke="#e3e6eb"/>` +
        `<text x="${box.left - 6}" y="${at}" dy="0.32em" text-anchor="end">${label}</text>`
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
    `<clipPath id="box"><rect x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}"/></clipPath>`,
    `<g clip-path="url(#box)">`,
    ...frame.parts,
    `</g>`,
    ...names,
    `</svg>`,
  ].join('\n');
}
