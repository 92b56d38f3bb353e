import { Dialog } from '../../ui/Dialog.tsx';
import { later } from '../later.tsx';
import './help.css';

const HelpPages = later(async () => (await import('./HelpPages.tsx')).HelpPages);

/** Help, whose pages are loaded when they are first read. */
export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title="Help" open={open} onClose={onClose} size="large">
      <HelpPages />
    </Dialog>
  );
}
