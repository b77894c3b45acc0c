import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/bulk/reading/read-table.js';
import { Refusal } from '../../../src/platform/refusal.js';

const INDIA = { currency: 'INR', language: 'en', country: 'IN' } as const;
const KUWAIT = { currency: 'KWD', language: 'en', country: 'KW' } as const;

const read = (text: string | Buffer, store: Parameters<typeof readTable>[1] = INDIA) =>
  readTable(Buffer.from(text), store);

/** What is said of a file that is refused whole. */
function refused(bytes: string | Buffer): string {
  try {
    read(bytes);
    return 'taken';
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.code}`;
    throw error;
  }
}

const wrongOf = (text: string) => read(text).wrong.map(({ line, code }) => `${line} ${code}`);

describe('a header', () => {
  it.each([
    'name,salePrice',
    'NAME,SALE PRICE',
    'Name,sale_price',
    'n-a-m-e,Sale-Price (₹)',
    'Name,Sale price in Rs.',
    'Name,sale price [INR]',
    'Product,Price',
    'Item name,Rate',
  ])('is read from %j', (header) => {
    expect(read(`${header}\nMango pickle,149`).rows).toEqual([{ line: 2, name: 'Mango pickle', salePrice: 14900 }]);
  });

  it('may have its columns in any order, and others that are told and left', () => {
    const { rows, ignored } = read('Colour,MRP (₹),stock,Name,,Sale Price,constructor\nred,199,3,Mango,x,149,y');
    expect(rows).toEqual([{ line: 2, name: 'Mango', mrp: 19900, salePrice: 14900, stock: 3 }]);
    expect(ignored).toEqual(['Colour', 'constructor']);
  });

  it('has a price of its own beside what is only called one', () => {
    const { rows, ignored } = read('name,rate,salePrice\nMango,5%,149');
    expect([rows[0]?.salePrice, ignored]).toEqual([14900, ['rate']]);
  });

  it.each([
    ['without a price', 'name,mrp\nMango,149', '422 csv_columns'],
    ['without a name', 'category,salePrice\nPickles,149', '422 csv_columns'],
    ['that is missing', 'Mango,149\nLemon,99', '422 csv_columns'],
    ['with a column twice', 'name,salePrice,Sale price\nMango,149,150', '422 csv_column_twice'],
    ['without lines', 'name,salePrice\n\n', '422 csv_empty'],
    ['of an empty file', '', '422 csv_empty'],
  ])('%s is refused in words', (_, text, said) => expect(refused(text)).toBe(said));
});

describe('a file', () => {
  const text = 'name;salePrice\r\nअचार आम;149\r\nCrème;99';
  const wanted = [
    { line: 2, name: 'अचार आम', salePrice: 14900 },
    { line: 3, name: 'Crème', salePrice: 9900 },
  ];
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ["UTF-16, as Excel's Unicode text", utf16],
    ['UTF-16 the other way round', Buffer.from(utf16).swap16()],
  ])('is read in %s', (_, bytes) => expect(read(bytes).rows).toEqual(wanted));

  it('is read in Windows-1252 only where it is not UTF-8', () => {
    expect(read(Buffer.from('name,salePrice\nCr\xe8me \x80,99', 'latin1')).rows[0]?.name).toBe('Crème €');
  });

  it.each([
    ['commas', 'name,mrp,salePrice\nMango,199,149'],
    ['semicolons', 'name;mrp;salePrice\nMango;199,00;149,00'],
    ['tabs', 'name\tmrp\tsalePrice\nMango\t199\t149'],
    ['old line breaks', 'name,mrp,salePrice\rMango,199,149\r'],
    ["Excel's own mark", 'sep=;\nname;mrp;salePrice\nMango;199;149'],
    ['quotes around all', '"name","mrp","salePrice"\r\n"Mango","199","149"\r\n'],
    ['commas in a header of semicolons', 'name;MRP, ₹;salePrice\nMango;199;149'],
  ])('with %s is read', (_, bytes) =>
    expect(read(bytes).rows).toMatchObject([{ name: 'Mango', mrp: 19900, salePrice: 14900 }]),
  );

  it('counts its lines as an editor does', () => {
    const lines = [
      'sep=,',
      'name,description,salePrice',
      '',
      '"A ""big""\njar","hot\r\nand\nsour",1',
      ',,',
      'B,,x',
      '',
      'C,,3',
    ];
    const { rows, wrong } = read(lines.join('\r\n'));
    expect(rows.map(({ line, name }) => [line, name])).toEqual([
      [4, 'A "big"\njar'],
      [11, 'C'],
    ]);
    expect(wrong.map(({ line }) => line)).toEqual([9]);
  });

  it('may have a quote in the middle of a name', () => {
    expect(read('name,salePrice\nShirt 15" wide,149\n"Jar" big,99').rows.map(({ name }) => name)).toEqual([
      'Shirt 15" wide',
      '"Jar" big',
    ]);
  });

  it.each([
    ['a spreadsheet', Buffer.from('PK\x03\x04\x14\x00\x06\x00'), '415 csv_wanted'],
    ['an old spreadsheet', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '415 csv_wanted'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), '415 csv_wanted'],
    ['a JPEG', Buffer.from('ffd8ffe000104a46', 'hex'), '415 csv_wanted'],
    ['a HEIC', Buffer.from('0000001c667479706865696300000000', 'hex'), '415 csv_wanted'],
    ['NULs', Buffer.from('name,salePrice\nMango\0,149'), '415 csv_wanted'],
    ['an open quote', Buffer.from('name,salePrice\n"Mango,149\nLemon,99'), '422 csv_quote_open'],
    ['5 MB and a byte', Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), '413 file_too_big'],
    ['5,001 lines', Buffer.from(`name,salePrice${'\nMango,1'.repeat(5001)}`), '422 csv_too_many_lines'],
    ['10,000 columns', Buffer.from(`name,salePrice${',x'.repeat(10_000)}\nMango,1`), '422 csv_too_many_columns'],
    ['10,000 columns in a line', Buffer.from(`name,salePrice\nMango,1${',x'.repeat(10_000)}`), 'taken'],
  ])('with %s is refused in words', (_, bytes, said) => expect(refused(bytes)).toBe(said));

  it('may have 5,000 lines', () => {
    const lines = Array.from({ length: 5000 }, (_, n) => `Jar ${n},1`);
    expect(read(['name,salePrice', ...lines].join('\n')).rows).toHaveLength(5000);
  });
});

describe('a line', () => {
  it.each([
    ['45.50', 4550],
    ['"1,499"', 149900],
    ['₹ 99', 9900],
    ['Rs. 149/-', 14900],
    ['१४९', 14900],
    ['"45,50"', 4550],
  ])('has the price %s', (price, amount) =>
    expect(read(`name,salePrice\nMango,${price}`).rows[0]?.salePrice).toBe(amount),
  );

  it('may be without what it need not say', () => {
    const header = 'name,category,mrp,salePrice,stock,description';
    expect(read(`${header}\nMango,,,149,,`).rows).toEqual([
      { line: 2, name: 'Mango', mrp: 14900, salePrice: 14900, stock: null, description: '' },
    ]);
    expect(read('name,salePrice\nMango,149').rows).toEqual([{ line: 2, name: 'Mango', salePrice: 14900 }]);
  });

  it.each([
    ['no price', 'name,salePrice\nMango,', ['2 price_missing']],
    ['words for a price', 'name,salePrice\nMango,cheap', ['2 price_not_found']],
    ['nothing for a price', 'name,salePrice\nMango,0', ['2 price_not_positive']],
    ['less than nothing', 'name,salePrice\nMango,-5', ['2 price_not_positive']],
    ['half a paisa', 'name,salePrice\nMango,1.005.5', ['2 price_not_found']],
    ['a wrong MRP', 'name,mrp,salePrice\nMango,x,149', ['2 price_not_found']],
    ['half a piece', 'name,salePrice,stock\nMango,149,1.5', ['2 bad_count']],
    ['a bare comma in its price', 'name,salePrice,stock\nMango,1,499,3', ['2 csv_cells']],
    ['another currency', 'name,salePrice,currency\nMango,149,KWD', ['2 other_currency']],
    ['the name of another', 'name,salePrice\nMango,1\nLemon,2\n mANGO ,3', ['2 name_twice', '4 name_twice']],
  ])('with %s is left out, and the reason is kept', (_, text, wrong) => expect(wrongOf(text)).toEqual(wrong));

  it('that has a name twice names the other line', () => {
    const { wrong, rows } = read('name,salePrice\nMango,1\nLemon,2\nMANGO,3\nmango,4');
    expect(wrong.map(({ line, params }) => [line, params.other])).toEqual([
      [2, 4],
      [4, 2],
      [5, 2],
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['Lemon']);
  });

  it.each([
    ['a point where commas separate', ',', '1.500', 1500],
    ['a grouping comma there', ',', '"1,500"', 1_500_000],
    ['a comma where semicolons separate', ';', '1,500', 1500],
    ['a grouping point there', ';', '1.500', 1_500_000],
  ])('reads three decimals by the kind of file: %s', (_, separator, price, amount) =>
    expect(read(`name${separator}salePrice\nDates${separator}${price}`, KUWAIT).rows[0]?.salePrice).toBe(amount),
  );

  it('takes the mark off a cell that would have been a formula', () => {
    expect(read("name,salePrice\n'=1+1,149\n'Nough,99\n''=x,1").rows.map(({ name }) => name)).toEqual([
      '=1+1',
      "'Nough",
      "'=x",
    ]);
  });
});
