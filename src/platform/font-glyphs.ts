/**
 * The code points that a TrueType font has glyphs for, read from its `cmap` table (OpenType 1.9, formats 4 and 12).
 * The libraries that draw do not tell, and put a box with a number where a glyph is missing.
 */
export function glyphsOf(font: Buffer): Set<number> {
  const cmap = tableOf(font, 'cmap');
  const glyphs = new Set<number>();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + 8 * i + 4));
    const format = subtable.readUInt16BE(0);
    if (format === 4) addSegments(glyphs, subtable);
    if (format === 12) addGroups(glyphs, subtable);
  }
  return glyphs;
}

function tableOf(font: Buffer, tag: string): Buffer {
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const entry = font.subarray(12 + 16 * i);
    if (entry.toString('latin1', 0, 4) === tag) return font.subarray(entry.readUInt32BE(8));
  }
  throw new Error(`the font has no ${tag} table`);
}

/** Format 4: segments of the first plane; the last one, 0xFFFF, stands for nothing. */
function addSegments(glyphs: Set<number>, table: Buffer): void {
  const doubled = table.readUInt16BE(6);
  for (let at = 0; at < doubled; at += 2) {
    const end = table.readUInt16BE(14 + at);
    const start = table.readUInt16BE(16 + doubled + at);
    for (let code = start; code <= end && code < 0xffff; code++) glyphs.add(code);
  }
}

/** Format 12: groups of all planes. */
function addGroups(glyphs: Set<number>, table: Buffer): void {
  for (let i = 0; i < table.readUInt32BE(12); i++) {
    const start = table.readUInt32BE(16 + 12 * i);
    const end = table.readUInt32BE(20 + 12 * i);
    for (let code = start; code <= end; code++) glyphs.add(code);
  }
}
