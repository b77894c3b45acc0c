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

function lineOf({ name, what, unit = '', ours, floor, ratio, ratioPerCoreSecond, reach = '', saw, ...rest }) {
  const withUnit = (number) => (number === undefined ? '' : `${number}${unit.startsWith('/') ? unit : ` ${unit}`}`);
  return [
    ...[name, what, saw ?? withUnit(ours), withUnit(floor), String(ratio ?? ''), String(ratioPerCoreSecond ?? '')],
    ...[reach, remarksOf(rest).join('; ')],
  ];
}

const remarksOf = ({ reached, thrown, idle }) => [
  ...(reached === undefined ? [] : [reached ? 'ok' : 'NOT REACHED']),
  ...(thrown > 0 ? [`${thrown} pairs thrown out`] : []),
  ...(idle ? [idle] : []),
];
