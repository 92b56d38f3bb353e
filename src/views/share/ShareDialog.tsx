import { useCallback, useEffect, useState } from 'react';
import type { PublishableName } from '../../state/published/schemas/table.ts';
import type { Shareable } from '../../state/link/share.ts';
import { LONGEST_TITLE } from '../../state/published/published.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields/TextField.tsx';
import { useAppHandle, useRun } from '../use-app.ts';
import { CiteSection } from './CiteSection.tsx';
import { FileSection } from './FileSection.tsx';
import { LinkSection } from './LinkSection.tsx';
import './share.css';

/** What can be shared of the screen as it was when the dialog opened; null until it is known. */
function useShareable(): Shareable | null {
  const app = useAppHandle();
  const [found, setFound] = useState<Shareable | null>(null);
  useEffect(() => {
    let open = true;
    app.shareable().then(
      (known) => open && setFound(known),
      // The link alone is known at once.
      () => open && setFound({ link: app.link(), omitted: [], figures: [] }),
    );
    return () => {
      open = false;
    };
  }, [app]);
  return found;
}

/** A link to the screen, with its figures or without; and whom to cite. Each section is a component of its own. */
export function ShareDialog({ onClose }: { onClose: () => void }) {
  const run = useRun();
  const shareable = useShareable();
  const [title, setTitle] = useState('');
  const copy = useCallback(
    (figures: readonly PublishableName[]) => {
      run('share', figures.length === 0 ? undefined : { results: true, figures, title });
      onClose();
    },
    [run, onClose, title],
  );
  return (
    <Dialog title="Share" open onClose={onClose}>
      <LinkSection shareable={shareable} title={title} onCopy={copy} />
      <section className="share-section">
        <TextField
          label="Title"
          value={title}
          note="Shown with the figures that a link, a bundle or a page holds"
          check={(text) => (text.length > LONGEST_TITLE ? `At most ${LONGEST_TITLE} characters.` : null)}
          onCommit={setTitle}
        />
      </section>
      <FileSection title={title} />
      <CiteSection />
    </Dialog>
  );
}
