/** Why a plot could not be drawn. */

export interface Failure {
  /** The library's code did not come, it failed at this figure, or there is no WebGL for a surface. */
  readonly what: 'code' | 'drawing' | 'webgl';
  readonly why: string;
}

export class NoWebGl extends Error {}

export function failureOf(what: Failure['what'], error: unknown): Failure {
  return { what: error instanceof NoWebGl ? 'webgl' : what, why: error instanceof Error ? error.message : String(error) };
}

let webgl: boolean | null = null;

/** Whether surfaces can be drawn. Asked once: browsers give few contexts. */
export function hasWebGl(): boolean {
  if (webgl !== null) return webgl;
  const context = document.createElement('canvas').getContext('webgl');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return (webgl = context !== null);
}
