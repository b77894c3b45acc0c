/**
 * What the demo shop sells: 8 categories of a shop from Pune, in Indian and English names. A row is
 * `[name, price, printed price, description, colours of its drawing, pieces left]`; prices in rupees, pieces left out
 * where there is no end of them.
 */
export const SHOP = {
  name: 'Asha Pickles & Pantry',
  address: 'Camp, Pune',
  settings: { upiVpa: 'asha@okbank', deliveryCharge: 4000, freeAbove: 49900 },
};

/** `drawing` names how its products look; see `draw.mjs`. */
export const CATEGORIES = [
  {
    name: 'Pickles · अचार',
    drawing: 'jar',
    products: [
      [
        'आम का अचार · Mango pickle',
        149,
        199,
        'Raw mango in mustard oil, sun-dried for nine days.',
        ['#d9902f', '#7f3d0c'],
      ],
      ['Lemon pickle', 129, 149, 'Thin-skinned lemons, salt and patience. No oil.', ['#e3c13d', '#8f6a10']],
      ['Mixed vegetable pickle', 139, 169, 'Carrot, cauliflower, turnip and green peas.', ['#d8682f', '#7c2b12'], 18],
      ['Garlic pickle', 159, 189, 'Whole cloves in a red, smoky masala.', ['#c9563c', '#6e1f16'], 3],
      ['Green chilli pickle', 119, 119, 'Rajasthani style, split and stuffed.', ['#6f9e3f', '#31551a']],
      ['Gongura pickle', 169, 199, 'Sour sorrel leaves from Guntur, very hot.', ['#5f7d3a', '#2f4218'], 9],
      ['Sweet lime chutney', 135, 135, 'With jaggery and roasted cumin.', ['#c79a45', '#6f4a14']],
      ['Bamboo shoot pickle', 179, 210, 'From the north-east, sour and woody.', ['#d9b25c', '#8a6420'], 12],
      ['Amla murabba', 189, 229, 'Gooseberries in cardamom syrup.', ['#b9b04a', '#6a611c'], 0],
    ],
  },
  {
    name: 'Papad & snacks',
    drawing: 'stack',
    products: [
      ['Urad papad', 99, 120, 'Two hundred grams, black pepper and asafoetida.', ['#ecd9a6', '#b8944e']],
      ['Moong papad', 109, 120, 'Light, for whom urad is too much.', ['#e8cf83', '#a98639']],
      ['Rice papad', 89, 89, 'Steamed, dried, and ready to fry.', ['#f1e6cf', '#c3a981']],
      ['Chakli', 149, 175, 'Crisp spirals with sesame and ajwain.', ['#cf9a4c', '#85561c'], 14],
      ['Khakhra, methi', 119, 139, 'Thin as paper, with fenugreek leaves.', ['#d7b672', '#8d6c2d']],
      ['Banana chips', 129, 149, 'Fried in coconut oil, as in Kerala.', ['#f0cf58', '#b08a1a']],
      ['Masala peanuts', 79, 99, 'Gram flour, chilli and a little lime.', ['#c06b35', '#743812'], 2],
      ['Bhakarwadi', 159, 180, 'Rolled, spiced, and gone by evening.', ['#c48b4a', '#7a4c1d'], 0],
    ],
  },
  {
    name: 'Spices · मसाले',
    drawing: 'bowl',
    products: [
      ['हल्दी · Turmeric powder', 69, 85, 'From Sangli, bright and bitter.', ['#e6a81d', '#a06c06']],
      ['Kashmiri chilli powder', 119, 140, 'All colour, little heat.', ['#c8321f', '#781408']],
      ['Garam masala', 139, 160, 'Twelve spices, roasted here and ground each week.', ['#8a5a34', '#4b2b13'], 11],
      ['Goda masala', 129, 150, 'With dagad phool and dry coconut.', ['#6d4a31', '#3a2414']],
      ['Coriander powder', 59, 70, 'Roasted slowly, ground coarsely.', ['#b59a55', '#6d5a27']],
      ['Cumin seeds', 89, 105, 'Unjha cumin, cleaned twice.', ['#9c7a45', '#5b4420']],
      ['Black pepper', 149, 149, 'Whole, from the hills of Wayanad.', ['#4a423c', '#231d19']],
      ['Green cardamom', 299, 340, 'Eight millimetres and green.', ['#8aa563', '#4c6331'], 6],
    ],
  },
  {
    name: 'Sweets · मिठाई',
    drawing: 'plate',
    products: [
      ['Besan ladoo', 249, 280, 'Twelve pieces in pure ghee.', ['#d8a24a', '#91611b']],
      ['Kaju katli', 449, 499, 'Cashew, sugar, nothing else.', ['#eee0c4', '#bfa77c'], 10],
      ['Gulab jamun', 199, 220, 'A tin of fifteen in rose syrup.', ['#8a4a24', '#4f230d']],
      ['Puran poli', 159, 159, 'Four pieces, to be warmed with ghee.', ['#e0b35f', '#9a6c26'], 3],
      ['Til gul', 129, 149, 'Sesame and jaggery. Take it, and speak sweetly.', ['#d5b98a', '#8a6a3a']],
      ['Coconut barfi', 219, 240, 'Fresh coconut, cut in squares.', ['#f2ece0', '#c4b79c']],
      ['Mysore pak', 269, 299, 'The soft one.', ['#d9a03f', '#8f5f16'], 8],
      ['Sugar-free dates roll', 299, 349, 'Dates, almonds and poppy seeds.', ['#7a4a35', '#43241a']],
    ],
  },
  {
    name: 'Tea & coffee',
    drawing: 'cup',
    products: [
      ['Masala chai', 189, 220, 'Assam leaf with ginger, cardamom and clove.', ['#b06a35', '#6a3714']],
      ['Darjeeling first flush', 549, 620, 'A hundred grams of spring.', ['#cf9440', '#85591a'], 5],
      ['Filter coffee', 299, 330, 'Eighty parts coffee, twenty of chicory.', ['#6a4028', '#371e10']],
      ['Kashmiri kahwa', 349, 399, 'Green tea, saffron and almond.', ['#c3a545', '#7d661c']],
      ['Lemongrass tea', 159, 159, 'Dried leaves from a garden in Konkan.', ['#a9b765', '#66732d']],
      ['Tulsi ginger tea', 149, 175, 'For a sore throat and a long day.', ['#8e9a55', '#525c26'], 20],
      ['Nilgiri black tea', 219, 249, 'Brisk, and good with milk.', ['#8c4a2a', '#4d2410']],
      ['Drinking chocolate', 259, 299, 'From beans of Idukki.', ['#5a3524', '#2d1810'], 0],
    ],
  },
  {
    name: 'Oils & ghee',
    drawing: 'bottle',
    products: [
      ['घी · Cow ghee', 649, 720, 'Half a litre, from curd and not from cream.', ['#e5be57', '#a97f1d'], 12],
      ['Groundnut oil', 329, 360, 'A litre, pressed cold in a wooden ghani.', ['#dba83a', '#8f6a12']],
      ['Mustard oil', 299, 330, 'A litre, sharp as it should be.', ['#c9962a', '#7c590d']],
      ['Coconut oil', 379, 420, 'A litre, white in winter.', ['#eee6d2', '#bdb08d']],
      ['Sesame oil', 399, 440, 'A litre, for idli podi and for lamps.', ['#c4933f', '#78551a'], 3],
      ['Flaxseed oil', 449, 520, 'A quarter of a litre; keep it cool.', ['#b88b35', '#6f5014']],
      ['Chilli oil', 229, 259, 'Byadgi chilli and garlic.', ['#c44a26', '#74210c']],
      ['Wild forest honey', 349, 399, 'From Mahabaleshwar, as the bees left it.', ['#c88224', '#7a480a'], 7],
    ],
  },
  {
    name: 'Kurtas',
    drawing: 'kurta',
    products: [
      ['Indigo block print kurta', 1299, 1799, 'Cotton from Bagru, sizes S to XXL.', ['#33508f', '#c9d3ea'], 4],
      ['White chikan kurta', 1599, 1999, 'Hand-embroidered in Lucknow.', ['#f2efe8', '#b8ad98'], 6],
      ['Mustard khadi kurta', 1199, 1499, 'Handspun, softer with every wash.', ['#cf9a2c', '#f2d58d']],
      ['Maroon silk kurta', 2499, 2999, 'For weddings of others.', ['#7a1f33', '#d8a24a'], 2],
      ['Green ikat kurta', 1399, 1699, 'Woven in Pochampally.', ['#2f6b4a', '#bfe0c9']],
      ["Children's kurta set", 899, 1099, 'Kurta and pyjama, 2 to 10 years.', ['#d9743a', '#fbe0c8']],
      ['Pathani kurta', 1499, 1799, 'Black cotton, straight cut.', ['#2c2a2e', '#8c8790'], 0],
      ['Everyday cotton kurta', 799, 799, 'Sky blue, with pockets.', ['#7fb0cf', '#e3f0f7']],
    ],
  },
  {
    name: 'Lamps · दीये',
    drawing: 'diya',
    products: [
      ['Clay diya, set of 12', 129, 160, 'Unglazed, from Kumbharwada.', ['#b5623a', '#6f3216']],
      ['Painted diya, pair', 149, 180, 'Four colours, no two alike.', ['#c03f5b', '#f0b34a'], 9],
      ['Brass oil lamp', 899, 1050, 'Twenty centimetres, cast in Moradabad.', ['#c9a03d', '#7d5c12'], 3],
      ['Terracotta garden lamp', 349, 399, 'Burns an evening on a cup of oil.', ['#bd6a42', '#74351a']],
      ['Blue pottery lamp', 599, 749, 'From Jaipur, glazed by hand.', ['#2f6fa8', '#d6e8f3'], 5],
      ['Copper akhand diya', 1299, 1499, 'With a glass that keeps the wind out.', ['#b8693f', '#f0c19a']],
      ['Floating diyas, set of 6', 99, 99, 'For a bowl of water and marigolds.', ['#8d6b4a', '#e4cfae']],
      ['Rangoli lamps, set of 10', 119, 149, 'Ten colours for the doorstep.', ['#d4418e', '#f6d04d'], 25],
    ],
  },
];
