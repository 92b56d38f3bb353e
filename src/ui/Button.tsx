import type { ReactNode } from 'react';
import { Button as AriaButton, TooltipTrigger } from 'react-aria-components';
import { Icon, type IconName } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';
import './Button.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'link';
  readonly disabled?: boolean;
  /** Shown on hover and focus: what it does, or why it cannot be pressed now. */
  readonly hint?: string | null;
  readonly wide?: boolean;
  readonly label?: string;
  /** Takes the focus when it appears: for the safe answer of a dialog. */
  readonly autoFocus?: boolean;
}

/** A button with words. Where it is disabled, `hint` says why. */
export function Button({
  children,
  onPress = () => undefined,
  variant = 'plain',
  disabled = false,
  hint = null,
  wide = false,
  label,
  autoFocus = false,
}: ButtonProps) {
  const name = label === undefined ? {} : { 'aria-label': label };
  const button = (
    <AriaButton {...name} className={`button ${variant}${wide ? ' wide' : ''}`} onPress={onPress} isDisabled={disabled} autoFocus={autoFocus}>
      {children}
    </AriaButton>
  );
  if (hint === null) return button;
  // A disabled button takes no pointer: its reason hangs on a wrapper, and is read with it.
  if (disabled) {
    return (
      <span className="disabled-hint" title={hint}>
        {button}
        <span className="visually-hidden">{hint}</span>
      </span>
    );
  }
  return (
    <TooltipTrigger delay={600}>
      {button}
      <Tooltip>{hint}</Tooltip>
    </TooltipTrigger>
  );
}

export interface IconButtonProps {
  readonly icon: IconName;
  /** The button's name, also its tooltip. */
  readonly label: string;
  readonly onPress?: () => void;
  readonly disabled?: boolean;
}

/** A button that is only an icon; its name is a tooltip and is read aloud. */
export function IconButton({ icon, label, onPress = () => undefined, disabled = false }: IconButtonProps) {
  return (
    <TooltipTrigger delay={600}>
      <AriaButton className="button icon" aria-label={label} onPress={onPress} isDisabled={disabled}>
        <Icon name={icon} />
      </AriaButton>
      <Tooltip>{label}</Tooltip>
    </TooltipTrigger>
  );
}
