import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAGE_DATA_ID, type PageData } from './page-data.ts';
import { escapeHtml, pageHtml, type PageContent } from './html.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>';
const HOSTILE = `</script><script>alert(1)</script></style></title><!--<img src=x onerror="alert(1)">' & "`;
const VIEWER = { script: 'document.title += "!";', style: 'p { color: red }' };

function content(text: string): PageContent {
  const drawing = { svg: SVG, spots: [[1, 2, text]] as const };
  return {
    title: text,
    sentence: text,
    figures: [
      {
        title: text,
        text,
        notes: [text],
        table: { title: text, columns: [text], rows: [[text, 1.5]] },
        drawings: [{ name: text, light: drawing, dark: drawing }],
      },
    ],
    networks: [{ role: 'A', name: text, shape: text, train: text, test: text, made: text }],
    made: [text],
    link: `https://example.org/#v=1&name=${text}`,
  };
}

/** What stands between tags of the page but its own script and data. */
function dataOf(html: string): PageData {
  const text = new RegExp(`<script type="application/json" id="${PAGE_DATA_ID}">([^<]*)</script>`).exec(html)?.[1] ?? '';
  return JSON.parse(text) as PageData;
}

describe('pageHtml', () => {
  it('lets no name out of its place', () => {
    const html = pageHtml(content(HOSTILE), VIEWER);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<!--/);
    expect(dataOf(html).figures[0].spots[0][0][2]).toBe(HOSTILE);
    expect(dataOf(html).figures[0].table?.rows[0][0]).toBe(HOSTILE);
  });

  it('has the same elements whatever the texts', () => {
    const tags = (text: string): readonly string[] => pageHtml(content(text), VIEWER).match(/<[/a-z!][^\s>]*/gi) ?? [];
    const plain = tags('x');
    const unit = fc.constantFrom('<', '>', '"', "'", '&', '/', 'a', 's', '\u2028', '-', '!', '=', ' ', ';', '\\');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), (text) => {
        expect(tags(text)).toEqual(plain);
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it('lets run its own script alone, and fetches nothing', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(pageHtml(content('x'), VIEWER))?.[1];
    const digest = createHash('sha256').update(VIEWER.script).digest('base64');
    expect(policy).toBe(
      `default-src 'none'; script-src 'sha256-${digest}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  it.each([
    '<svg><script>1</script></svg>',
    '<svg><a href="javascript:1"/></svg>',
    '<svg onload="alert(1)"></svg>',
    '<svg><foreignObject/></svg>',
    '<p></p>',
  ])('refuses the drawing %s', (svg) => {
    const page = content('x');
    const [figure] = page.figures;
    const drawing = { svg, spots: [] };
    expect(() => pageHtml({ ...page, figures: [{ ...figure, drawings: [{ name: '', light: drawing, dark: drawing }] }] }, VIEWER)).toThrow(
      'what no drawing should',
    );
  });

  it('refuses a script that names its own end', () => {
    expect(() => pageHtml(content('x'), { ...VIEWER, script: '"</script>"' })).toThrow('its own end');
  });

  it('escapes all five characters', () => {
    expect(escapeHtml(`<a b="c" d='e'>&`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
  });
});
