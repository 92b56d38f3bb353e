/** A plugin of the build: the first screen is a few files, and the page asks for all of them at once instead of finding them out one by one. */
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/**
 * Each a script of its own: these modules with all that they import, unless an earlier part has it. The first starts the computing
 * worker, and is on its way before the others; the last is fetched beside the page and run when the page has painted.
 */
const PARTS: Readonly<Record<string, RegExp>> = {
  index: /\/index\.html$/,
  page: /src\/(main|views\/help\/FirstSteps)\.tsx$/,
  plots: /plotly\.js\/lib\/(core|heatmap|contour)\.js$/,
};

/** The font of its words. */
const FONT = /inter-latin-wght-normal-[\w-]+\.woff2$/;
/** What the bundler puts into a file of its own, whatever is asked: a few helpers of all scripts. */
const RUNTIME = 'rolldown-runtime';

export function firstFiles(): Plugin {
  const groups = Object.entries(PARTS).map(([name, test], i, parts) => ({ name, test, priority: parts.length - i }));
  return {
    name: 'first-files',
    config: () => ({ build: { rolldownOptions: { output: { codeSplitting: { groups } } }, modulePreload: { polyfill: false } } }),
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle, path }) {
        if (bundle === undefined || path !== '/index.html') return [];
        const [index, page, plots] = Object.keys(PARTS).map((part) => partOf(bundle, part));
        const styles = [page, plots].flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
        const fonts = Object.keys(bundle).filter((file) => FONT.test(file));
        return [
          // Behind the frame, which paints without them.
          ...styles.map((file): HtmlTagDescriptor => ({ ...link({ rel: 'stylesheet', crossorigin: true }, file), injectTo: 'body' })),
          ...fonts.map((file) => link({ rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true }, file)),
          ...page.imports.filter((file) => file !== index.fileName).map((file) => link({ rel: 'modulepreload', crossorigin: true }, file)),
          link({ rel: 'modulepreload', crossorigin: true }, page.fileName),
          link({ rel: 'modulepreload', crossorigin: true, fetchpriority: 'low' }, plots.fileName),
        ];
      },
    },
  };
}

function link(attrs: Record<string, string | boolean>, file: string): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attrs, href: `./${file}` }, injectTo: 'head' };
}

/** A part's script. Fails where it is missing, or imports another than those before it: the first screen would wait for that, too. */
function partOf(bundle: Rolldown.OutputBundle, part: string): Rolldown.OutputChunk {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const chunk = chunks.find(({ name }) => name === part);
  if (chunk === undefined) throw new Error(`The build has no script "${part}", which the first screen is said to need.`);
  const known = [RUNTIME, ...Object.keys(PARTS).slice(0, Object.keys(PARTS).indexOf(part))];
  const other = chunk.imports.find((file) => !chunks.some(({ fileName, name }) => fileName === file && known.includes(name)));
  if (other !== undefined) throw new Error(`The script "${part}" imports ${other}, which the first screen does not ask for.`);
  return chunk;
}
