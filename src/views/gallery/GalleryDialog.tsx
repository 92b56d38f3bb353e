import { GALLERY, galleryLink } from '../../state/gallery/gallery.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import './gallery.css';

/** Ready-made experiments with text, each opened as a link to it is: Back leads to what was shown before. */
export function GalleryDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Gallery" open onClose={onClose} size="large">
      <p className="quiet-text">
        Each opens at once, with its figures and a text beside them. What you have trained stays in the list; the browser’s Back leads to what is
        shown now.
      </p>
      <ul className="gallery">
        {GALLERY.map((entry) => (
          <li key={entry.name}>
            <a className="gallery-entry" href={galleryLink(entry)} onClick={onClose}>
              <span className="gallery-title">{entry.title}</span>
              <span className="gallery-about">{entry.about}</span>
              <span className="quiet-text">about {entry.minutes} minutes</span>
            </a>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
