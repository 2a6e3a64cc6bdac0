import type { MedianInterval } from "./median-interval.ts";

const ROW = 34;
const LEFT = 210;
const WIDTH = 820;
const TOP = 50;

export interface Bar {
  readonly label: string;
  readonly ratio: MedianInterval;
  readonly target: number;
}

/** An SVG with one bar a row: the ratio, its interval as a whisker, the target as a red mark. The axis starts at ×1. */
export function plotRatios(title: string, bars: readonly Bar[]): string {
  const most = Math.max(1.1, ...bars.flatMap(({ ratio, target }) => [ratio.high, target])) * 1.03;
  const least = Math.min(1, ...bars.map(({ ratio }) => ratio.low));
  const x = (ratio: number): number => LEFT + ((ratio - least) / (most - least)) * (WIDTH - LEFT - 80);
  const height = TOP + bars.length * ROW + 30;
  const rows = bars.map((bar, at) => plotBar(bar, TOP + at * ROW, x));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="12" y="24" font-size="15" font-weight="bold">${title}</text>`,
    ...rows,
    `<line x1="${x(1)}" x2="${x(1)}" y1="${TOP - 8}" y2="${height - 24}" stroke="#333"/>`,
    `<text x="12" y="${height - 8}" fill="#666">bar: median ratio from ×1 · whisker: 95 % interval · red: target</text>`,
    "</svg>\n",
  ].join("\n");
}

function plotBar({ label, ratio, target }: Bar, y: number, x: (ratio: number) => number): string {
  const middle = y + ROW / 2 - 4;
  const [from, to] = [Math.min(x(1), x(ratio.median)), Math.max(x(1), x(ratio.median))];
  return [
    `<text x="${LEFT - 10}" y="${middle + 4}" text-anchor="end">${label}</text>`,
    `<rect x="${from}" y="${middle - 9}" width="${to - from}" height="18" fill="#5b8fd6"/>`,
    `<line x1="${x(ratio.low)}" x2="${x(ratio.high)}" y1="${middle}" y2="${middle}" stroke="#1d3557" stroke-width="2"/>`,
    `<line x1="${x(target)}" x2="${x(target)}" y1="${middle - 12}" y2="${middle + 12}" stroke="#d62839" stroke-width="2"/>`,
    `<text x="${Math.max(x(ratio.high), x(target)) + 8}" y="${middle + 4}">×${ratio.median.toFixed(2)}</text>`,
  ].join("\n");
}
