import { useCallback, useEffect, useState } from 'react';
import type { PublishableName } from '../../state/published/schemas/table.ts';
import type { Shareable } from '../../state/link/share.ts';
import { Dialog } from '../../ui/Dialog.tsx';
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
  const copy = useCallback(
    (figures: readonly PublishableName[], title: string) => {
      run('share', figures.length === 0 ? undefined : { results: true, figures, title });
      onClose();
    },
    [run, onClose],
  );
  return (
    <Dialog title="Share" open onClose={onClose}>
      <LinkSection shareable={shareable} onCopy={copy} />
      <FileSection />
      <CiteSection />
    </Dialog>
  );
}
