import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPage } from '../../src/storefront/render.js';
import { words } from './a-storefront.js';

const inText = (text: string) => renderPage(<p>{text}</p>).slice('<!doctype html><p>'.length, -'</p>'.length);
const inAttribute = (text: string) =>
  renderPage(<p title={text} />).slice('<!doctype html><p title="'.length, -'"></p>'.length);

describe('markup', () => {
  it('shows a name with tags in it as it was typed', () => {
    expect(inText('<script>alert(1)</script>')).not.toContain('<');
    expect(words(inText('<script>alert(1)</script>'))).toBe('<script>alert(1)</script>');
  });

  it('keeps a name with quotes inside of its attribute', () => {
    expect(inAttribute('x" onload="alert(1)')).toBe('x&quot; onload=&quot;alert(1)');
  });

  it('drops signs that would turn the rest of the page around, and keeps those that Arabic needs', () => {
    expect(inText('safe\u202egpj.exe\u2066')).toBe('safegpj.exe');
    expect(inText('\u200fد.إ.\u200f 5')).toBe('\u200fد.إ.\u200f 5');
    expect(inText('a\0b')).toBe('ab');
  });

  it('gives nothing that a browser would act on, whatever was typed', () => {
    const typed = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'<>&"\'`=/ a;#3') }));
    fc.assert(
      fc.property(typed, (text) => {
        expect(inText(text)).not.toMatch(/</);
        expect(inAttribute(text)).not.toMatch(/[<"]/);
      }),
    );
  });
});
