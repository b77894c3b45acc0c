import sharp from 'sharp';
import { drawable, FONT_FAMILY, useShippedFonts } from '../platform/fonts.js';
import { formatMoney } from '../platform/money.js';
import { at, INK, isRightToLeft, LEAF, LEAF_TINT, MUTED, PAPER } from '../stores/card-parts.js';
import { drawText } from '../stores/card-text.js';

/** All that a chart says. A bar's `value` is in minor units; `unit` is how many of them make a whole one. */
export type ChartWords = {
  title: string;
  when: string;
  total: string;
  bars: { label: string; value: number }[];
  money: { currency: string; locale: string; unit: number };
};

/** Read on a phone held upright. */
export const CHART_WIDTH = 1080;
export const CHART_HEIGHT = 1080;

const MARGIN = 64;
const GAP = 32;
const LABEL_SIZE = 30;
const SMALL_LABEL_SIZE = 24;
/** In signs, as a person counts letters. */
const SHORT_LABEL = 5;
/** From so many whole units on, an axis says ₹1.5L or $200K. */
const LARGE = 100_000;

/**
 * Draws revenue as bars, with the shop's name and the sum above them.
 * @returns a PNG of 1080 × 1080 pixels
 */
export async function drawChart(words: ChartWords): Promise<Buffer> {
  useShippedFonts();
  const width = CHART_WIDTH - 2 * MARGIN;
  const [title, when, total] = await Promise.all([
    drawText(drawable(words.title) || '·', { color: INK, bold: true, sizes: [56, 48, 42, 36], width, height: 104 }),
    drawText(drawable(words.when) || '·', { color: MUTED, sizes: [34, 30, 26], width, height: 48 }),
    drawText(drawable(words.total) || '·', { color: LEAF, bold: true, sizes: [52, 44, 38, 32], width, height: 72 }),
  ]);
  const start = (one: { width: number }): number =>
    isRightToLeft(words.title) ? CHART_WIDTH - MARGIN - one.width : MARGIN;
  const whenTop = GAP + GAP / 2 + title.height + GAP / 2;
  const totalTop = whenTop + when.height + GAP;
  const head = totalTop + total.height + GAP / 2;
  const bars = await barsOf(words, CHART_HEIGHT - head);
  return sharp({ create: { width: CHART_WIDTH, height: CHART_HEIGHT, channels: 3, background: PAPER } })
    .composite([
      { input: Buffer.from(bars), left: 0, top: head },
      at(title, start(title), GAP + GAP / 2),
      at(when, start(when), whenTop),
      at(total, start(total), totalTop),
    ])
    .removeAlpha()
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** The bars and their axes as SVG. The library takes a third of a second to load: only here, and only when drawing. */
async function barsOf({ bars, money }: ChartWords, height: number): Promise<string> {
  const [{ init, setPlatformAPI, use }, { BarChart }, { GridComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  use([BarChart, GridComponent, SVGRenderer]);
  setPlatformAPI({ measureText: (text, font) => ({ width: widthOf(text, font ?? '') }) });
  // the days of a week are named all, in smaller letters where their names are long
  const isWeek = bars.length <= 7;
  const areLong = isWeek && bars.some(({ label }) => Array.from(graphemes.segment(label)).length > SHORT_LABEL);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: CHART_WIDTH, height });
  const text = { fontFamily: FONT_FAMILY, fontSize: LABEL_SIZE, color: MUTED };
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: FONT_FAMILY },
    grid: { left: MARGIN, right: MARGIN, top: 24, bottom: 48, outerBoundsMode: 'same' },
    xAxis: {
      type: 'category',
      data: bars.map(({ label }) => drawable(label)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: MUTED, width: 2 } },
      axisLabel: {
        ...{ ...text, fontSize: areLong ? SMALL_LABEL_SIZE : LABEL_SIZE, margin: 18, hideOverlap: true },
        ...(isWeek && { interval: 0 }),
      },
    },
    yAxis: {
      type: 'value',
      minInterval: money.unit,
      splitNumber: 4,
      splitLine: { lineStyle: { color: LEAF_TINT, width: 3 } },
      axisLabel: { ...text, margin: 18, formatter: (value: number) => drawable(axisMoney(value, money)) },
      // an empty period has an axis all the same
      ...(bars.every(({ value }) => value === 0) && { max: 4 * money.unit }),
    },
    series: [
      {
        type: 'bar',
        data: bars.map(({ value }) => value),
        barCategoryGap: '24%',
        barMaxWidth: 96,
        itemStyle: { color: LEAF, borderRadius: [8, 8, 0, 0] },
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Of the size. */
const WIDTHS = [
  { of: /[\s.,:'’]/, width: 0.3 },
  { of: /\p{Script=Arabic}/u, width: 0.46 },
  { of: /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u, width: 1 },
] as const;

/**
 * About how wide a text will be, in pixels. There is no canvas to measure it with, and the library by itself takes all
 * but Latin letters for as wide as Chinese ones.
 */
function widthOf(text: string, font: string): number {
  const size = Number(/(\d+)px/.exec(font)?.[1] ?? LABEL_SIZE);
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDTHS.find(({ of }) => of.test(segment))?.width ?? 0.6;
  return width * size;
}

/** An amount beside its line, short where it is large. */
function axisMoney(amount: number, { currency, locale, unit }: ChartWords['money']): string {
  if (amount < LARGE * unit) return formatMoney(amount, currency, locale);
  const short = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', notation: 'compact' } as const;
  return new Intl.NumberFormat(locale, short).format(amount / unit);
}
