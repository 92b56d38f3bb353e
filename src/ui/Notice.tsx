import { Button, IconButton } from './Button.tsx';

export interface NoticeProps {
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly action: { readonly label: string; readonly onPress: () => void } | null;
  readonly onClose: () => void;
}

/** One message with at most one thing to do about it. It stays until it is closed. */
export function Notice({ tone, text, action, onClose }: NoticeProps) {
  return (
    <div className={`notice ${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      <p>{text}</p>
      {action !== null && (
        <Button variant="quiet" onPress={action.onPress}>
          {action.label}
        </Button>
      )}
      <IconButton icon="close" label="Dismiss" onPress={onClose} />
    </div>
  );
}
