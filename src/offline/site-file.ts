/** The files of a built site, as the build lists them for the service worker (src/tools/offline-site.ts). */

export interface SiteFile {
  /** Relative to the page's folder; './' is the page itself. */
  readonly url: string;
  /** SHA-256 of its bytes, hexadecimal. null for the page, which hosts may add to. */
  readonly digest: string | null;
  /** Its name holds a hash of its content: another content has another name. */
  readonly named: boolean;
}
