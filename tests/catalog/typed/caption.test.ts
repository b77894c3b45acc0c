import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCaption } from '../../../src/catalog/typed/caption.js';
import { anyText } from './any-text.js';

/** A reading in one short line: name, price, printed price, category, stock. */
const read = (text: string, currency = 'INR', locale = 'en-IN'): string[] =>
  parseCaption(text, currency, locale).map(({ name, salePrice, mrp, category, stock }) =>
    [
      name ?? '?',
      salePrice === undefined ? '?' : salePrice / 100,
      ...(mrp === undefined ? [] : [`(${mrp / 100})`]),
      ...(category === undefined ? [] : [`#${category}`]),
      ...(stock === undefined ? [] : [`x${stock}`]),
    ].join(' '),
  );

describe('a caption with one meaning', () => {
  it.each([
    ['Mango pickle 500g 149 (199) #Pickles x12', 'Mango pickle 500g 149 (199) #Pickles x12'],
    ['Mango pickle 149', 'Mango pickle 149'],
    ['149 Mango pickle', 'Mango pickle 149'],
    ['Mango pickle ₹149', 'Mango pickle 149'],
    ['Mango pickle Rs. 149/-', 'Mango pickle 149'],
    ['Mango pickle Rs149/- only', 'Mango pickle 149'],
    ['Mango pickle - 149', 'Mango pickle 149'],
    ['Mango pickle, 149', 'Mango pickle 149'],
    ['Mango pickle: 149', 'Mango pickle 149'],
    ['Mango pickle @149', 'Mango pickle 149'],
    ['Saree 1,49,900', 'Saree 149900'],
    ['आम का अचार ५०० ग्राम १४९ (१९९) #अचार', 'आम का अचार ५०० ग्राम 149 (199) #अचार'],
    ['مخلل مانجو ١٤٩', 'مخلل مانجو 149'],
    ['🥭 149', '🥭 149'],
    ['Orders 149', 'Orders 149'],
  ])('reads %j', (text, meaning) => expect(read(text)).toEqual([meaning]));

  it.each([
    ['Pickle 149 (199)', 'Pickle 149 (199)'],
    ['Pickle (199) 149', 'Pickle 149 (199)'],
    ['Pickle 199 (149)', 'Pickle 149 (199)'],
    ['Pickle (149) 199', 'Pickle 149 (199)'],
    ['Pickle 149 199', 'Pickle 149 (199)'],
    ['Pickle 149 MRP 199', 'Pickle 149 (199)'],
    ['Pickle MRP 1999 offer ₹149', 'Pickle offer 149 (1999)'],
    ['Pickle ₹149 ₹1999', 'Pickle 149 (1999)'],
    ['Pickle 149 (149)', 'Pickle 149'],
    ['Pickle MRP 199', 'Pickle 199'],
  ])('takes the lower of two prices as the sale price: %j', (text, meaning) => expect(read(text)).toEqual([meaning]));

  it.each([
    ['Pickle 500 g 149', 'Pickle 500 g 149'],
    ['Rice 5kg 300', 'Rice 5kg 300'],
    ['Rice 1.5 kg 90', 'Rice 1.5 kg 90'],
    ['Oil 1 l 180', 'Oil 1 l 180'],
    ['Milk 500 ml 30', 'Milk 500 ml 30'],
    ['Pens 10 pcs 50', 'Pens 10 pcs 50'],
    ['Ruler 30 cm 20', 'Ruler 30 cm 20'],
    ['TV 42 inch 19999', 'TV 42 inch 19999'],
    ['TV 42" 19999', 'TV 42" 19999'],
    ['Pen drive 64 GB 499', 'Pen drive 64 GB 499'],
    ['Kurta size 42 799', 'Kurta size 42 799'],
    ['Kurta Size: 42 799', 'Kurta Size: 42 799'],
    ['Diyas set of 6 149', 'Diyas set of 6 149'],
    ['Set of 6 diyas 149', 'Set of 6 diyas 149'],
    ['Diyas (pack of 6) 149', 'Diyas (pack of 6) 149'],
    ['Diyas(6 pcs)149', 'Diyas (6 pcs) 149'],
    ['Diyas [clay, red] 149', 'Diyas [clay, red] 149'],
    ['Diyas （赤） 149', 'Diyas （赤） 149'],
    ['Diyas (clay 149', 'Diyas clay 149'],
    ['Diyas clay) 149', 'Diyas clay 149'],
    ['Frame 10x12 149', 'Frame 10x12 149'],
    ['Frame 10 x 12 149', 'Frame 10 x 12 149'],
    ['7 Up 40', '7 Up 40'],
    ['3D lamp 299', '3D lamp 299'],
    ['Almonds 1/2 kg 450', 'Almonds 1/2 kg 450'],
    ['Shirt 42 ₹499', 'Shirt 42 499'],
    ['Cotton 100% shirt 499', 'Cotton 100% shirt 499'],
    ['Kurta 499 in cotton', 'Kurta in cotton 499'],
    ['Tomato 40/kg', 'Tomato /kg 40'],
  ])('takes no size, weight or count for a price: %j', (text, meaning) => expect(read(text)).toEqual([meaning]));

  it.each([
    ['Pickle 149 x12', 'Pickle 149 x12'],
    ['Pickle 149 ×12', 'Pickle 149 x12'],
    ['Pickle x12 149', 'Pickle 149 x12'],
    ['Pickle 149 x 12', 'Pickle 149 x12'],
    ['Pickle 149 stock 12', 'Pickle 149 x12'],
    ['Pickle 149 Stock: 0', 'Pickle 149 x0'],
    ['Frame 10x12 149 x3', 'Frame 10x12 149 x3'],
  ])('reads the stock of %j', (text, meaning) => expect(read(text)).toEqual([meaning]));

  it.each([
    ['Lamp 499 #Lamps', 'Lamp 499 #Lamps'],
    ['Lamp 499 #Home decor', 'Lamp 499 #Home decor'],
    ['Lamp #Home decor 499', 'Lamp 499 #Home decor'],
    ['Lamp 499 #Home decor x3', 'Lamp 499 #Home decor x3'],
    ['Lamp 499 #Home_decor', 'Lamp 499 #Home decor'],
    ['#Lamps Table lamp 499', 'Table lamp 499 #Lamps'],
    ['Lamp 499 #Home #new #sale', 'Lamp 499 #Home'],
    ['Lamp499#Home', 'Lamp499 ? #Home'],
    ['Pen #5 20', 'Pen #5 20'],
  ])('reads the category of %j', (text, meaning) => expect(read(text)).toEqual([meaning]));
});

describe('a caption as people write it elsewhere', () => {
  it.each([
    ['Pan de maíz $45 MXN', 'MXN', 'es-MX', 'Pan de maíz 45'],
    ['Bolo de cenoura R$ 1.499,90 #Bolos', 'BRL', 'pt-BR', 'Bolo de cenoura 1499.9 #Bolos'],
    ['Bolo por R$45', 'BRL', 'pt-BR', 'Bolo 45'],
    ['Camisa tamanho 42 R$ 99 (129)', 'BRL', 'pt-BR', 'Camisa tamanho 42 99 (129)'],
    ['كعك العيد ٢٥ د.إ', 'AED', 'ar-AE', 'كعك العيد 25'],
    ['كعك ١ كيلو السعر ٢٥', 'AED', 'ar-AE', 'كعك ١ كيلو 25'],
    ['Karak chai AED 5/-', 'AED', 'en-AE', 'Karak chai 5'],
    ['Chapati KSh 20', 'KES', 'en-KE', 'Chapati 20'],
    ['Kitenge 3 metres 1,200/=', 'KES', 'en-KE', 'Kitenge 3 metres 1200'],
    ['Brod 1 499 kr', 'SEK', 'sv-SE', 'Brod 1499'],
    ['आम का अचार कीमत १४९ रुपये मात्र', 'INR', 'hi-IN', 'आम का अचार 149'],
    ['ஊறுகாய் ௫௦௦ கிராம் ௧௪௯', 'INR', 'ta-IN', 'ஊறுகாய் ௫௦௦ கிராம் 149'],
    ['আমের আচার ১৪৯ টাকা', 'BDT', 'bn-BD', 'আমের আচার 149'],
  ])('reads %j', (text, currency, locale, meaning) => expect(read(text, currency, locale)).toEqual([meaning]));

  it.each([
    ['Rice ₹50/kg', 'Rice /kg 50'],
    ['Mango pickle @ 149 each', 'Mango pickle each 149'],
    ['Mango pickle = 149', 'Mango pickle 149'],
    ['Mango pickle....149', 'Mango pickle....149 ?'],
    ['Mango pickle | 149 | 199', 'Mango pickle 149 (199)'],
    ['Mango pickle was 199 now 149', 'Mango pickle 149 (199)'],
    ['*Mango pickle* ₹149', '*Mango pickle* 149'],
    ['Sunflower oil 5 L 799', 'Sunflower oil 5 L 799'],
    ['Shirt L 499', 'Shirt L 499'],
    ['T-shirt XL ₹499', 'T-shirt XL 499'],
    ['Vitamin B-12 299', 'Vitamin B-12 299'],
    ['2in1 shampoo 199', '2in1 shampoo 199'],
    ['Bulb 9W 99', 'Bulb 9W 99'],
    ['No. 1 masala 45', 'No. 1 masala 45'],
    ['Ring (2 tola) 1,49,900', 'Ring (2 tola) 149900'],
    ['Mobile 8GB/128GB 14999', 'Mobile 8GB/128GB 14999'],
    ['Banana 6 pcs 30 x20', 'Banana 6 pcs 30 x20'],
    ['Banana 1 dozen 60', 'Banana 1 dozen 60'],
  ])('reads %j', (text, meaning) => expect(read(text)).toEqual([meaning]));
});

describe('a caption with more than one meaning', () => {
  it.each([
    ['Jeans 32 899', ['Jeans 32 899', 'Jeans 32 (899)']],
    ['Kurta 2 499', ['Kurta 2 499', 'Kurta 2 (499)']],
    ['Jeans 32 MRP 899', ['Jeans 32 (899)', 'Jeans 32 899']],
    ['50 incense sticks 60', ['50 incense sticks 60', 'incense sticks 50 (60)', 'incense sticks 60 50']],
  ])('leaves it to the seller: %j', (text, readings) => expect(read(text)).toEqual(readings));

  it('has two where a currency of three decimals leaves the point open', () => {
    const readings = parseCaption('Bag 1.499 (1.999)', 'KWD', 'en-KW');
    expect(readings.map(({ salePrice, mrp }) => [salePrice, mrp])).toEqual([
      [1_499_000, 1_999_000],
      [1_499, 1_999],
    ]);
  });

  it('has one where people of that place group digits with a space', () => {
    expect(read('Robe 2 499', 'EUR', 'fr-FR')).toEqual(['Robe 2499']);
  });
});

describe('a caption that says too little', () => {
  it.each([
    ['Mango pickle', ['price'], undefined],
    ['Rice-50', ['price'], undefined],
    ['149', ['name'], undefined],
    ['₹149 (199)', ['name'], undefined],
    ['#Pickles x12', ['name', 'price'], undefined],
    ['', ['name', 'price'], undefined],
    ['Pickle 0', ['price'], 'price_not_positive'],
    ['Pickle -149', ['price'], 'price_not_positive'],
    ['Cake 149.5555', ['price'], 'price_decimals'],
    ['Call 98765432101234', ['price'], 'price_too_large'],
  ])('says what is missing in %j', (text, missing, problem) => {
    const [reading] = parseCaption(text, 'INR', 'en-IN');
    expect(reading.missing).toEqual(missing);
    expect(reading.problem).toBe(problem);
  });

  it('keeps a number that is no price out of the name when the price is still to come', () => {
    expect(read('Pickle 0')).toEqual(['Pickle ?']);
  });
});

describe('a caption of several lines', () => {
  it('takes the lines below the name and price as the description', () => {
    const [reading] = parseCaption('Mango pickle 149\nMade at home, with 12 spices.\nNo oil', 'INR', 'en-IN');
    expect(reading).toEqual({
      name: 'Mango pickle',
      salePrice: 14900,
      description: 'Made at home, with 12 spices.\nNo oil',
      missing: [],
    });
  });

  it('finds price, category and stock on lines of their own', () => {
    const text = 'Mango pickle\nMade with 12 spices\nMRP: 199\nPrice: ₹149\n#Pickles\nx5';
    expect(read('Mango pickle\n149\n#Pickles\nx5')).toEqual(['Mango pickle 149 #Pickles x5']);
    expect(parseCaption(text, 'INR', 'en-IN')[0]).toMatchObject({
      name: 'Mango pickle',
      category: 'Pickles',
      stock: 5,
    });
  });
});

describe('whatever is typed', () => {
  const word = fc.constantFrom('Mango', 'pickle', 'आम', 'अचार', 'Orders', 'كعك', 'blue', 'shirt', 'Ñandú');
  const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
  const rupees = fc.integer({ min: 1, max: 999 });

  it('finds name, price, printed price, category and stock as they were written', () => {
    const unit = fc.constantFrom('', ' 500g', ' 500 g', ' 1.5 kg', ' 12 pcs', ' size 42', ' 64GB');
    fc.assert(
      fc.property(name, unit, rupees, rupees, word, fc.nat(9999), (product, size, one, two, tag, stock) => {
        const [sale, mrp] = one < two ? [one, two] : [two, one];
        const prices = [`${sale} (${mrp})`, `(${mrp}) ${sale}`, `${mrp} (${sale})`, `₹${sale} ₹${mrp}`];
        for (const price of prices) {
          const [reading, ...others] = parseCaption(`${product}${size} ${price} #${tag} x${stock}`, 'INR', 'en-IN');
          expect(others).toEqual([]);
          expect(reading).toEqual({
            name: `${product}${size}`,
            salePrice: sale * 100,
            ...(mrp !== sale && { mrp: mrp * 100 }),
            category: tag,
            stock,
            missing: [],
          });
        }
      }),
    );
  });

  it('never throws, and never gives a price that breaks the rules', () => {
    const bits = fc.constantFrom(
      '1',
      '149',
      '1.499',
      '0',
      '-5',
      'x',
      '×',
      '(',
      ')',
      '#',
      '₹',
      '/-',
      'kg',
      'size',
      'mrp',
      '\n',
      ' ',
      '😀',
      'a',
      '\u202e',
      '$gt',
    );
    const anything = fc.oneof(
      anyText,
      fc.array(bits).map((all) => all.join(' ')),
      fc.array(bits).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom('INR', 'JPY', 'KWD'), (text, currency) => {
        for (const { name: found, salePrice, mrp, missing } of parseCaption(text, currency, 'en-IN')) {
          expect(missing).toEqual([...(found ? [] : ['name']), ...(salePrice ? [] : ['price'])]);
          if (mrp !== undefined) expect(mrp).toBeGreaterThan(salePrice ?? Number.POSITIVE_INFINITY);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is done with 100 kB', () => {
    for (const part of ['1 ', '( ', 'x 1 ', '#a ', 'MRP 1 ', '1\n', 'Rs ', '1,']) {
      expect(parseCaption(part.repeat(100_000 / part.length), 'INR', 'en-IN').length).toBeGreaterThan(0);
    }
  });
});
