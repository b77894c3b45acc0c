const list = (...words: string[]): ReadonlySet<string> => new Set(words.join().split(','));

/** What a number counts when it is no price, in Latin letters and the scripts of the sellers. */
const UNITS = list(
  'g,gm,gms,gr,gram,grams,gramme,grammes,kg,kgs,kilo,kilos,mg,lb,lbs,oz,quintal,ton,tons,tola,carat,ct,ratti',
  'ml,l,lt,ltr,ltrs,liter,liters,litre,litres,cl,cc,gallon,gallons',
  'mm,cm,cms,m,mtr,mtrs,meter,meters,metre,metres,inch,inches,ft,feet,foot,yd,yard,yards,sqft,gaj',
  'pc,pcs,piece,pieces,pack,packs,packet,packets,pkt,pkts,pair,pairs,dozen,dozens,dz,nos,unit,units,boxes',
  'tab,tabs,tablet,tablets,capsule,capsules,sachet,sachets,roll,rolls,sheet,sheets,page,pages,ply',
  'watt,watts,volt,volts,mah,ah,hz,gb,mb,tb,mp,rpm,gsm,tc,yrs,yr,year,years,month,months,mins,%,seater',
  'ग्राम,ग्रा,किलो,किग्रा,कि.ग्रा,लीटर,मिली,मीटर,इंच,पीस,पैकेट,दर्जन,जोड़ी',
  'গ্রাম,কেজি,লিটার,পিস,கிராம்,கிலோ,லிட்டர்,గ్రాములు,కేజీ,కిలో,లీటర్,ગ્રામ,કિલો,ಗ್ರಾಂ,ಕೆಜಿ,ഗ്രാം,കിലോ',
  'غرام,جرام,غ,كغ,كجم,كيلو,لتر,مل,متر,سم,قطعة,قطع,حبة,علبة,گرم,کیلو,لیتر,عدد,گرام,کلو,لیٹر',
  'г,гр,кг,л,мл,см,мм,шт,克,千克,公斤,斤,升,毫升,件,个,個,枚,本,袋,盒',
  'gramos,litro,litros,metro,metros,unidad,unidades,pieza,piezas,docena,peça,peças,unidade,unidades,dúzia',
  'buah,biji,bungkus,lembar,botol,lusin',
);

/** Units only where they are joined to the number: apart from it they are common words ("499 in cotton"). */
const JOINED = list('in,w,v,k,kt,t,p,in1,set,sets,box,star,day,days,hr,hrs,h,min,x,d,th,st,nd,rd,th,म,м,"');

const NUMBER_LABELS = list('size,sz,no,number,num,of,model,type,class,age,साइज़,साइज,नंबर,مقاس,talla,tamanho,ukuran');
const MRP = list('mrp,m.r.p,was,एमआरपी');
const STOCK = list('stock,qty,स्टॉक,مخزون,estoque,stok,existencias');
const PRICE_LABELS = list(
  'price,rate,cost,only,now,sp,at,कीमत,दाम,मूल्य,केवल,मात्र,precio,preço,por,solo,só,harga,سعر,السعر,بسعر,فقط',
);

const within = (words: ReadonlySet<string>, word: string): boolean =>
  words.has(word.toLowerCase().replace(/[.:=]+$/, ''));

/** Whether a word of its own behind a number is a unit (`500 g`). A capital M alone is a size of clothes. */
export const isUnit = (word: string): boolean => word !== 'M' && within(UNITS, word);

/** Whether letters joined to a number are its unit (`500g`, `42in`). */
export const isJoinedUnit = (letters: string): boolean => within(UNITS, letters) || within(JOINED, letters);

/** Whether the number behind this word is no price (`size 42`, `set of 6`). */
export const isNumberLabel = (word: string): boolean => within(NUMBER_LABELS, word);

/** Whether this word says that the amount beside it is the printed price. */
export const isMrpLabel = (word: string): boolean => within(MRP, word);

/** Whether the number behind this word is the stock. */
export const isStockLabel = (word: string): boolean => within(STOCK, word);

/** Whether this word beside an amount says only that it is one ("price 149", "149 only"). */
export const isPriceLabel = (word: string): boolean => within(PRICE_LABELS, word);
