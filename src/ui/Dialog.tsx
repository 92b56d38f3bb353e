import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from './Button.tsx';
import './Dialog.css';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** 'sheet' rises from the bottom edge: for phones. */
  readonly size?: 'normal' | 'large' | 'sheet';
}

/** A modal dialog: Escape, the cross and a press outside close it; focus returns to where it was. */
export function Dialog({ title, open, onClose, children, size = 'normal' }: DialogProps) {
  return (
    <ModalOverlay
      className={size === 'sheet' ? 'modal-overlay sheet' : 'modal-overlay'}
      isOpen={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      isDismissable
    >
      <Modal className={size === 'large' ? 'modal large' : 'modal'}>
        <AriaDialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label="Close" onPress={onClose} />
          </header>
          <div className="dialog-body">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
