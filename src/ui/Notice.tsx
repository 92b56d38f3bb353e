import { useEffect, useRef, useState } from 'react';
import { Button, IconButton } from './Button.tsx';
import './Notice.css';

export interface NoticeProps {
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly action: { readonly label: string; readonly onPress: () => void } | null;
  /** Milliseconds until it closes by itself; null: it stays. */
  readonly stay: number | null;
  readonly onClose: () => void;
}

/** Counts down from the start again whenever a person who read or used it lets go. */
function useGoing(stay: number | null, held: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (stay === null || held) return undefined;
    const timer = setTimeout(() => close.current(), stay);
    return () => clearTimeout(timer);
  }, [stay, held]);
}

/** One message with at most one thing to do about it. It does not go while it is pointed at or holds the focus. */
export function Notice({ tone, text, action, stay, onClose }: NoticeProps) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  useGoing(stay, pointed || focused, onClose);
  return (
    <div
      className={`notice ${tone}`}
      role={tone === 'error' ? 'alert' : 'status'}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
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
