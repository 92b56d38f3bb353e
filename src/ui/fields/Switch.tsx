import { SwitchButton, SwitchField } from 'react-aria-components';
import './Switch.css';

export interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  /** At hand where the pointer rests on it. */
  readonly hint?: string;
}

/** On or off. */
export function Switch({ label, on, onChange, hint }: SwitchProps) {
  return (
    <SwitchField isSelected={on} onChange={onChange}>
      <SwitchButton className="switch">
        <span className="switch-track" />
        <span title={hint}>{label}</span>
      </SwitchButton>
    </SwitchField>
  );
}
