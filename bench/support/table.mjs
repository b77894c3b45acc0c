const HEAD = ['row', 'what', 'ours', 'floor', 'ratio', 'per core-second', 'to reach', ''];

/** What was measured, in columns, for people. */
export function tableOf(rows) {
  const lines = [HEAD, ...rows.map(lineOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function lineOf({ name, what, unit = '', ours, floor, ratio, ratioPerCoreSecond, reach = '', reached, saw, thrown }) {
  const withUnit = (number) => (number === undefined ? '' : `${number}${unit.startsWith('/') ? unit : ` ${unit}`}`);
  const word = { true: 'ok', false: 'NOT REACHED' }[reached] ?? '';
  return [
    ...[name, what, saw ?? withUnit(ours), withUnit(floor), String(ratio ?? ''), String(ratioPerCoreSecond ?? '')],
    ...[reach, thrown > 0 ? `${word} (${thrown} pairs thrown out)` : word],
  ];
}
