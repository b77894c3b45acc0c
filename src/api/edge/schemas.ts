import { z } from 'zod';

/** Minor units of the currency beside it. */
export const Amount = z.int().min(0).meta({ description: 'In minor units: 14900 is ₹149.00.' });

export const Time = z.iso.datetime();

export const Mobile = z
  .string()
  .min(1)
  .max(40)
  .meta({ examples: ['+919876543210'] });

/** In bypass mode any 4 to 8 digits are right. */
export const Code = z
  .string()
  .min(1)
  .max(40)
  .meta({ examples: ['482915'] });

export const ImageSchema = z.object({ url: z.url(), thumbnail: z.url(), placeholder: z.string().optional() }).meta({
  id: 'Image',
  description:
    'WebP of at most 1080 and 320 pixels; `placeholder` is a data: address of a few pixels, for as long as they load.',
});
