/**
 * What the page may load and where it may ask (Content-Security-Policy): code from its own site alone, nothing written into the page,
 * no eval but WebAssembly's. plotly.js and React set styles of elements. `https:` is for what a person asks for by name: the mirror of
 * MNIST, and a bundle from a host of their choice (`src=`), which no list written at build time can hold.
 */
const DIRECTIVES: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self' https:",
  'manifest-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

export const CONTENT_POLICY = Object.entries(DIRECTIVES)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');
