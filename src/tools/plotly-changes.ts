/** What is changed in plotly.js while it is built, each place by its text: where a version of it reads otherwise, the build fails and says so. */
import type { Plugin } from 'vite';
import { PLAIN } from '../ui/palette.ts';

interface Change {
  readonly module: RegExp;
  readonly replace: readonly (readonly [from: string, to: string])[];
}

/**
 * Nothing on a surface is read by a pointer, but plotly.js draws every picture of one a second time, into a buffer that it reads back
 * from the graphics card to know what lies under the pointer, and reads its letters back from a canvas that was not made for it: the
 * browser warns of both in the console. Here no part of a scene asks for that buffer, and the canvas says what it is for.
 */
const SURFACES: Change = {
  module: /plotly\.js\/stackgl_modules\/index\.js/,
  replace: [
    ['var pickCount = obj.pickSlots', 'var pickCount = 0'],
    ['defaultContext = defaultCanvas.getContext("2d")', 'defaultContext = defaultCanvas.getContext("2d", { willReadFrequently: true })'],
  ],
};

/** The numbers in the cells of a heatmap are white or a dark grey, which between the two is hard to read on middle colours (a contrast of 3.1 at worst); black instead of that grey keeps 4.5. */
const NUMBERS_IN_CELLS: Change = {
  module: /plotly\.js\/src\/components\/color\/index\.js/,
  replace: [
    ['wcagContrast(cstr, background) > wcagContrast(cstr, defaultLine)', `wcagContrast(cstr, background) > wcagContrast(cstr, '${PLAIN.dark}')`],
    ['const defaultLineRgb = formatRgb(parse(defaultLine))', `const defaultLineRgb = formatRgb(parse('${PLAIN.dark}'))`],
  ],
};

export function plotlyChanges(): Plugin[] {
  return [SURFACES, NUMBERS_IN_CELLS].map(({ module, replace }, number) => ({
    name: `plotly-changes-${number + 1}`,
    transform: {
      filter: { id: module },
      handler(code) {
        const missing = replace.find(([from]) => code.split(from).length !== 2);
        if (missing !== undefined) this.error(`plotly.js has changed: "${missing[0]}" does not stand there once.`);
        return { code: replace.reduce((text, [from, to]) => text.replace(from, to), code), map: null };
      },
    },
  }));
}

/** plotly.js brings the style sheet of its maps, which no figure here is: as long as all the others together. */
export function plotlyWithoutMaps(): Plugin {
  return {
    name: 'plotly-without-maps',
    enforce: 'pre',
    resolveId: { filter: { id: /^maplibre-gl\/dist\/maplibre-gl\.css/ }, handler: () => '\0no-maps.js' },
    load: { filter: { id: /no-maps\.js$/ }, handler: () => '' },
  };
}
