import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, markupOf } from '../../src/storefront/html.js';

const inText = (text: string) => markupOf(html`<p>${text}</p>`).slice(3, -4);
const inAttribute = (text: string) => markupOf(html`<p title="${text}"></p>`).slice(10, -6);
const read = (markup: string) => markup.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));

describe('markup', () => {
  it('shows a name with tags in it as it was typed', () => {
    expect(inText('<script>alert(1)</script>')).toBe('&#60;script&#62;alert(1)&#60;/script&#62;');
  });

  it('keeps a name with quotes inside of its attribute', () => {
    expect(inAttribute('x" onload="alert(1)')).toBe('x&#34; onload=&#34;alert(1)');
    expect(inAttribute("x' onload='y")).toBe('x&#39; onload=&#39;y');
  });

  it('does not read what was escaped once as already safe', () => {
    expect(inText('&lt;b&gt; &amp;')).toBe('&#38;lt;b&#38;gt; &#38;amp;');
  });

  it('drops signs that would turn the rest of the page around, and keeps those that Arabic needs', () => {
    expect(inText('safe\u202egpj.exe\u2066')).toBe('safegpj.exe');
    expect(inText('\u200fد.إ.\u200f 5')).toBe('\u200fد.إ.\u200f 5');
    expect(inText('a\0b')).toBe('ab');
  });

  it('gives every text back to whoever reads the page, and nothing that a browser would act on', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'<>&"\'`=/ a;#3') })),
        (text) => {
          for (const markup of [inText(text), inAttribute(text)]) {
            expect(markup).not.toMatch(/[<>"'`]/);
            expect(read(markup)).toBe(text.replace(/[\0\u202a-\u202e\u2066-\u2069]/g, ''));
          }
        },
      ),
    );
  });

  it('puts markup into markup as it is, lists one after another, and leaves out what is missing', () => {
    const items = ['<1>', '2'].map((item) => html`<li>${item}</li>`);
    const none = [false, null, undefined] as const;
    expect(markupOf(html`<ul>${items}${none}</ul>${3}`)).toBe('<ul><li>&#60;1&#62;</li><li>2</li></ul>3');
  });

  it('takes no object for markup but its own', () => {
    const forged: unknown = JSON.parse('{"source":"<script>"}');
    expect(() => markupOf(html`${forged as string}`)).toThrow();
  });
});
