import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { CHART_HEIGHT, CHART_WIDTH, type ChartWords, drawChart } from '../../src/reports/chart.js';

const LEAF = 0x0a6b4b;
const PAPER = 0xfffaf2;

const aWeek = (values: readonly number[], more: Partial<ChartWords> = {}): ChartWords => ({
  title: 'Asha Pickles',
  when: '21–27 November 2026',
  total: '6 orders · ₹1,788',
  bars: values.map((value, i) => ({ label: ['Sat', 'Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri'][i % 7] ?? '', value })),
  money: { currency: 'INR', locale: 'en-IN', unit: 100 },
  ...more,
});

async function pixelsOf(png: Buffer) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return (x: number, y: number): number => data.readUIntBE((y * info.width + x) * 3, 3);
}

/** The bars from the left, each as how many pixels high it stands. */
async function barsIn(png: Buffer): Promise<number[]> {
  const at = await pixelsOf(png);
  const heights: number[] = [];
  let inBar = false;
  for (let x = 0; x < CHART_WIDTH; x++) {
    let height = 0;
    // the head has leaf-coloured words
    for (let y = 235; y < CHART_HEIGHT - 60; y++) if (at(x, y) === LEAF) height++;
    const isBar = height > 20;
    if (isBar && !inBar) heights.push(height);
    else if (isBar) heights.push(Math.max(heights.pop() ?? 0, height));
    inBar = isBar;
  }
  return heights;
}

describe('a chart', () => {
  it('is a PNG as wide as a phone shows, light enough to send', async () => {
    const png = await drawChart(aWeek([100, 0, 300, 0, 0, 0, 200]));
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: CHART_WIDTH, height: CHART_HEIGHT });
    expect(png.length).toBeLessThan(200_000);
  });

  it('has a bar for every day that brought something, as high as what it brought', async () => {
    const heights = await barsIn(await drawChart(aWeek([29800, 0, 59600, 0, 0, 14900, 44700])));
    expect(heights).toHaveLength(4);
    const unit = heights[2] ?? 0;
    for (const [i, times] of [2, 4, 1, 3].entries()) expect((heights[i] ?? 0) / unit).toBeCloseTo(times, 1);
  });

  it('is an axis and no bar where nothing came in', async () => {
    expect(await barsIn(await drawChart(aWeek([0, 0, 0, 0, 0, 0, 0])))).toEqual([]);
  });

  it.each([
    ['30 days', Array.from({ length: 30 }, (_, i) => i * 10_000), {}],
    ['huge sums', [9e10, 1, 5e10], {}],
    ['a currency without decimals', [3000, 5000], { money: { currency: 'JPY', locale: 'ja-JP', unit: 1 } }],
    ['a currency of three decimals', [3000, 5000], { money: { currency: 'KWD', locale: 'ar-KW', unit: 1000 } }],
    ['a long name', [1, 2], { title: 'W'.repeat(80), when: 'W'.repeat(60), total: 'W'.repeat(60) }],
    ['a name that cannot be drawn', [1, 2], { title: '☃️', when: '', total: '<b>&' }],
  ] as const)('of %s keeps its margins', async (_what, values, more) => {
    const at = await pixelsOf(await drawChart(aWeek(values, more)));
    const edge = Array.from({ length: CHART_HEIGHT }, (_, y) => [at(8, y), at(CHART_WIDTH - 8, y)]).flat();
    expect(edge.every((pixel) => pixel === PAPER)).toBe(true);
  });

  it('is written in the letters of the reader', async () => {
    const inHindi = aWeek([100, 200], { title: 'आशा अचार', when: '21–27 नवंबर 2026' });
    const other = aWeek([100, 200], { title: 'आशा अनार', when: '21–27 नवंबर 2026' });
    const [one, two] = await Promise.all([drawChart(inHindi), drawChart(other)]);
    expect(one.equals(two)).toBe(false);
    const labels = (label: string) => drawChart({ ...inHindi, bars: [{ label, value: 1 }] });
    expect((await labels('सोम')).equals(await labels('मंगल'))).toBe(false);
  });
});
