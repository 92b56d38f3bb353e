/** A plugin of the build: the page asks at once for all that its first screen needs, instead of finding it out file by file. */
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/** The page behind src/start.ts, which waits for it, and the font of its words. */
const PAGE = 'src/main.tsx';
const FONT = /inter-latin-wght-normal-[\w-]+\.woff2$/;
/** What draws the first figures: fetched beside the page and after it in rank, run when the page has painted. */
const FIGURES = [
  'views/curve/CurveView.tsx',
  'views/plane/PlaneView.tsx',
  'views/layers/LayersView.tsx',
  'views/probe/ProbeView.tsx',
  'plotly.js/lib/core.js',
  'plotly.js/lib/heatmap.js',
  'plotly.js/lib/contour.js',
];

export function firstFiles(): Plugin {
  return {
    name: 'first-files',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle, path }) {
        if (bundle === undefined || path !== '/index.html') return [];
        const page = filesOf(bundle, [PAGE]);
        const figures = filesOf(bundle, FIGURES);
        const later = {
          scripts: [...figures.scripts].filter((file) => !page.scripts.has(file)),
          styles: [...figures.styles].filter((file) => !page.styles.has(file)),
        };
        const fonts = Object.keys(bundle).filter((file) => FONT.test(file));
        return [
          ...Array.from(page.styles, (file) => link({ rel: 'stylesheet', crossorigin: true }, file)),
          ...fonts.map((file) => link({ rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true }, file)),
          ...Array.from(page.scripts, (file) => link({ rel: 'modulepreload', crossorigin: true }, file)),
          ...later.scripts.map((file) => link({ rel: 'modulepreload', crossorigin: true, fetchpriority: 'low' }, file)),
          ...later.styles.map((file) => link({ rel: 'preload', as: 'style', crossorigin: true, fetchpriority: 'low' }, file)),
        ];
      },
    },
  };
}

function link(attrs: Record<string, string | boolean>, file: string): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attrs, href: `./${file}` }, injectTo: 'head' };
}

/** The scripts that these modules lie in, with all that those import, and their style sheets. Fails where there is no such module. */
function filesOf(bundle: Rolldown.OutputBundle, modules: readonly string[]): { scripts: ReadonlySet<string>; styles: ReadonlySet<string> } {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const add = (name: string): void => {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (chunk === undefined || scripts.has(name)) return;
    scripts.add(name);
    chunk.imports.forEach(add);
    chunk.viteMetadata?.importedCss.forEach((file) => styles.add(file));
  };
  for (const module of modules) {
    const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(module)));
    if (chunk === undefined) throw new Error(`The build has no ${module}, which the first screen is said to need.`);
    add(chunk.fileName);
  }
  return { scripts, styles };
}
