import sharp from 'sharp';

const SIDE = 720;

/**
 * Draws the photo of a product: a still life on a table, in the product's two colours.
 * @param drawing one of the kinds below
 * @param colours of what it is, and of its shadows or its pattern
 * @param place makes no two alike: where the light stands, and how much is in it
 * @returns a JPEG of 720 × 720 pixels, as a phone would send it
 */
export function draw(drawing, [main, second], place) {
  const wall = WALLS[place % WALLS.length];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 900 900">
    <defs>
      <radialGradient id="wall" cx="${25 + (place % 5) * 12}%" cy="22%" r="95%">
        <stop offset="0" stop-color="${wall[0]}"/><stop offset="1" stop-color="${wall[1]}"/>
      </radialGradient>
      <linearGradient id="table" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="${wall[2]}"/><stop offset="1" stop-color="${wall[3]}"/>
      </linearGradient>
      <linearGradient id="body" x1="0" x2="1">
        <stop offset="0" stop-color="${second}"/><stop offset=".28" stop-color="${main}"/>
        <stop offset=".62" stop-color="${main}"/><stop offset="1" stop-color="${second}"/>
      </linearGradient>
      <radialGradient id="round" cx="38%" cy="30%" r="80%">
        <stop offset="0" stop-color="${lighter(main)}"/><stop offset=".5" stop-color="${main}"/>
        <stop offset="1" stop-color="${second}"/>
      </radialGradient>
      <filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="22"/></filter>
    </defs>
    <rect width="900" height="900" fill="url(#wall)"/>
    <rect y="600" width="900" height="300" fill="url(#table)"/>
    ${DRAWINGS[drawing]({ main, second, place })}
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer();
}

/** Wall in the light and away from it, table far and near. */
const WALLS = [
  ['#fbf1de', '#e3cfaa', '#c89f6c', '#8f6238'],
  ['#f4efe9', '#d3c9bd', '#b49a80', '#7a604a'],
  ['#eaf1ea', '#bcd0c0', '#a98b67', '#6d5236'],
  ['#f8e9e2', '#ddbfb2', '#b9876a', '#7b4f38'],
  ['#e9eef3', '#bccad6', '#a38f7c', '#665442'],
];

const shadow = (cx, cy, rx, ry = 36) =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="#2a180a" opacity=".45" filter="url(#soft)"/>`;

const times = (count, one) => Array.from({ length: count }, (_, index) => one(index)).join('');

/** The same number each time, between 0 and 1. */
const spread = (seed) => Math.abs((Math.sin(seed * 127.1 + 311.7) * 43758.5453) % 1);

const DRAWINGS = {
  jar: ({ main, second, place }) => `
    ${shadow(450, 742, 230)}
    <rect x="270" y="300" width="360" height="440" rx="62" fill="url(#body)"/>
    ${times(26, (i) => {
      const [x, y] = [300 + spread(i + place) * 300, 340 + spread(i * 3 + place) * 370];
      const color = i % 3 ? lighter(main) : second;
      return `<ellipse cx="${x}" cy="${y}" rx="${16 + spread(i) * 26}" ry="${12 + spread(i + 9) * 18}" fill="${color}" opacity=".55" transform="rotate(${spread(i + 4) * 180} ${x} ${y})"/>`;
    })}
    <rect x="284" y="312" width="56" height="400" rx="28" fill="#fff" opacity=".34"/>
    <rect x="290" y="228" width="320" height="86" rx="20" fill="#b9472f"/>
    <rect x="290" y="228" width="320" height="30" rx="15" fill="#d97a5f"/>
    <rect x="330" y="470" width="240" height="150" rx="14" fill="#fff6e4"/>
    <rect x="350" y="500" width="200" height="16" rx="8" fill="${second}"/>
    <rect x="350" y="534" width="150" height="12" rx="6" fill="${second}" opacity=".5"/>
    <rect x="350" y="562" width="176" height="12" rx="6" fill="${second}" opacity=".5"/>`,

  stack: ({ main, second, place }) => `
    ${shadow(450, 742, 300)}
    <ellipse cx="450" cy="728" rx="320" ry="62" fill="#f6f1e8"/><ellipse cx="450" cy="720" rx="270" ry="46" fill="#e2d9c9"/>
    ${times(9, (i) => {
      const [x, y] = [450 + (spread(i + place) - 0.5) * 36, 706 - i * 34];
      return `<ellipse cx="${x}" cy="${y + 9}" rx="226" ry="66" fill="${second}"/><ellipse cx="${x}" cy="${y}" rx="226" ry="66" fill="${i % 2 ? main : lighter(main)}"/>`;
    })}
    ${times(40, (i) => {
      const angle = spread(i + place) * 6.3;
      const far = Math.sqrt(spread(i * 2 + 3)) * 0.9;
      return `<circle cx="${450 + Math.cos(angle) * far * 214}" cy="${434 + Math.sin(angle) * far * 60}" r="${3 + spread(i) * 6}" fill="${second}" opacity=".7"/>`;
    })}`,

  bowl: ({ main, second, place }) => `
    ${shadow(450, 752, 280)}
    <path d="M 190 470 Q 210 750 450 750 Q 690 750 710 470 Z" fill="#a8876a"/>
    <path d="M 190 470 Q 210 750 450 750 Q 330 700 290 470 Z" fill="#fff" opacity=".16"/>
    <ellipse cx="450" cy="470" rx="260" ry="72" fill="#7d5f45"/>
    <path d="M 214 474 Q 330 ${250 + (place % 3) * 24} 450 ${286 + (place % 4) * 12} Q 580 ${268 + (place % 5) * 10} 686 474 Q 450 560 214 474 Z" fill="url(#round)"/>
    ${times(60, (i) => {
      const [x, y] = [250 + spread(i + place) * 400, 380 + spread(i * 5 + place) * 110];
      return `<circle cx="${x}" cy="${y}" r="${3 + spread(i) * 7}" fill="${i % 2 ? second : lighter(main)}" opacity=".6"/>`;
    })}
    ${times(18, (i) => `<circle cx="${130 + spread(i + place) * 640}" cy="${770 + spread(i * 7) * 70}" r="${4 + spread(i) * 7}" fill="${main}"/>`)}`,

  plate: ({ place }) => `
    ${shadow(450, 756, 330)}
    <ellipse cx="450" cy="710" rx="350" ry="104" fill="#dfe3e6"/><ellipse cx="450" cy="696" rx="350" ry="100" fill="#f7f8f8"/>
    <ellipse cx="450" cy="692" rx="262" ry="70" fill="#e6eaec"/>
    ${[
      [300, 650],
      [450, 672],
      [600, 650],
      [372, 560],
      [528, 560],
      [450, 470],
    ]
      .slice(place % 3 === 2 ? 0 : place % 2)
      .map(
        ([x, y]) =>
          `<circle cx="${x}" cy="${y}" r="84" fill="url(#round)"/><circle cx="${x - 26}" cy="${y - 34}" r="16" fill="#fff" opacity=".3"/>`,
      )
      .join('')}
    ${times(26, (i) => `<rect x="${260 + spread(i + place) * 380}" y="${440 + spread(i * 3) * 250}" width="14" height="5" rx="2" fill="#5c8a3a" transform="rotate(${i * 47} ${260 + spread(i + place) * 380} ${440 + spread(i * 3) * 250})"/>`)}`,

  cup: ({ second, place }) => `
    ${shadow(440, 762, 290)}
    <ellipse cx="440" cy="744" rx="300" ry="58" fill="#efe7da"/><ellipse cx="440" cy="736" rx="240" ry="40" fill="#d8ccba"/>
    <path d="M 640 470 q 130 0 118 104 q -12 92 -138 86" fill="none" stroke="#f4eee4" stroke-width="34"/>
    <path d="M 230 420 L 268 690 Q 280 738 340 738 L 540 738 Q 600 738 612 690 L 650 420 Z" fill="#faf6ef"/>
    <path d="M 230 420 L 268 690 Q 280 738 340 738 L 400 738 Q 320 640 300 420 Z" fill="#cbbfae" opacity=".5"/>
    <path d="M 246 540 L 258 620 L 622 620 L 634 540 Z" fill="${second}" opacity=".85"/>
    <ellipse cx="440" cy="420" rx="210" ry="56" fill="#efe7da"/><ellipse cx="440" cy="424" rx="190" ry="46" fill="url(#round)"/>
    ${times(3, (i) => `<path d="M ${360 + i * 80} 350 q -36 -60 0 -110 q 36 -50 0 -${100 + (place % 4) * 12}" fill="none" stroke="#fff" stroke-width="18" stroke-linecap="round" opacity=".5" filter="url(#soft)"/>`)}
    ${times(14, (i) => `<ellipse cx="${110 + spread(i + place) * 130 + (i % 2) * 540}" cy="${790 + spread(i) * 60}" rx="16" ry="9" fill="${second}" transform="rotate(${i * 40} ${110 + spread(i + place) * 130 + (i % 2) * 540} ${790 + spread(i) * 60})"/>`)}`,

  bottle: ({ main, second }) => `
    ${shadow(450, 762, 190)}
    <path d="M 400 200 h 100 v 110 q 100 50 100 170 v 230 q 0 50 -50 50 h -200 q -50 0 -50 -50 v -230 q 0 -120 100 -170 Z" fill="url(#body)" opacity=".95"/>
    <rect x="388" y="128" width="124" height="84" rx="16" fill="#3c5a45"/><rect x="388" y="128" width="124" height="26" rx="13" fill="#628a6d"/>
    <path d="M 330 500 q 0 -110 76 -160 v 380 h -40 q -36 0 -36 -40 Z" fill="#fff" opacity=".32"/>
    <rect x="300" y="520" width="300" height="170" fill="#fff6e4"/>
    <path d="M 450 548 q 44 56 44 84 a 44 44 0 0 1 -88 0 q 0 -28 44 -84 Z" fill="${main}"/>
    <rect x="330" y="536" width="240" height="4" fill="${second}"/><rect x="330" y="672" width="240" height="4" fill="${second}"/>`,

  kurta: ({ second, place }) => `
    <path d="M 250 140 Q 450 70 650 140" fill="none" stroke="#6b4a2b" stroke-width="14"/>
    <path d="M 450 108 q 0 -56 34 -56" fill="none" stroke="#8a8a8a" stroke-width="9"/>
    ${shadow(450, 800, 220)}
    <path d="M 350 140 Q 450 200 550 140 L 700 220 L 792 520 L 690 556 L 634 400 L 660 800 L 240 800 L 266 400 L 210 556 L 108 520 L 200 220 Z" fill="url(#body)"/>
    <g fill="${second}" opacity=".75">
      ${times(5, (row) =>
        times(4, (column) => {
          const [x, y] = [318 + column * 88, 440 + row * 76];
          return (place + row) % 2
            ? `<circle cx="${x}" cy="${y}" r="11"/>`
            : `<path d="M ${x} ${y - 16} l 11 16 l -11 16 l -11 -16 Z"/>`;
        }),
      )}
    </g>
    <path d="M 350 140 Q 450 230 550 140 L 530 134 Q 450 196 370 134 Z" fill="${second}"/>
    <path d="M 438 190 h 24 v 190 l -12 16 l -12 -16 Z" fill="${second}"/>
    ${times(4, (i) => `<circle cx="450" cy="${226 + i * 42}" r="7" fill="#fff8ea"/>`)}
    <path d="M 244 764 h 412 l 4 36 h -420 Z" fill="${second}" opacity=".85"/>`,

  diya: ({ main, second, place }) => `
    <circle cx="450" cy="420" r="300" fill="#ffd27a" opacity=".34" filter="url(#soft)"/>
    ${shadow(450, 752, 300)}
    ${[-190, 190]
      .slice(0, place % 3)
      .map((x) => `<g transform="translate(${450 + x} 660) scale(.52)">${lamp(second)}</g>`)
      .join('')}
    <g transform="translate(450 620)">${lamp(second)}</g>
    ${times(16, (i) => `<circle cx="${110 + spread(i + place) * 680}" cy="${800 + spread(i * 3) * 70}" r="${9 + spread(i) * 12}" fill="${i % 2 ? main : second}" opacity=".85"/>`)}`,
};

/** A flame in its bowl, around the point 0 0. */
const lamp = (rim) => `
  <path d="M -240 0 Q -200 140 0 140 Q 200 140 240 0 Q 120 -46 0 -46 Q -120 -46 -240 0 Z" fill="url(#round)"/>
  <ellipse cx="0" cy="-2" rx="228" ry="44" fill="${rim}"/><ellipse cx="0" cy="6" rx="196" ry="32" fill="#e5b04a"/>
  <path d="M 0 -230 Q 66 -110 46 -54 Q 30 -10 0 -10 Q -30 -10 -46 -54 Q -66 -110 0 -230 Z" fill="#ff9c2e"/>
  <path d="M 0 -160 Q 34 -90 24 -54 Q 14 -26 0 -26 Q -14 -26 -24 -54 Q -34 -90 0 -160 Z" fill="#fff3b8"/>`;

/** A colour, half way to white. */
function lighter(color) {
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `#${parts
    .map((part) =>
      Math.round(part + (255 - part) * 0.4)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
