/** What lies in public/gallery: bundles that `npm run gallery` made, each with scenes and teaching text. */
import entries from './gallery.json';

export interface GalleryEntry {
  /** Of its file, without the ending. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** How long it takes to read and try. */
  readonly minutes: number;
}

export const GALLERY: readonly GalleryEntry[] = entries;

/** The hash of a link that opens an entry. */
export function galleryLink({ name }: Pick<GalleryEntry, 'name'>): string {
  return `#src=gallery/${name}.ridgeline`;
}
