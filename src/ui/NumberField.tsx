import { TextField } from './TextField.tsx';

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onCommit: (value: number) => void;
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly whole?: boolean;
  readonly note?: string;
}

function faultOf(text: string, { min, max, whole = false }: { min: number; max: number; whole?: boolean }): string | null {
  const value = Number(text.trim());
  const kind = whole ? 'a whole number' : 'a number';
  if (text.trim() === '' || !Number.isFinite(value) || (whole && !Number.isInteger(value))) return `Give ${kind} from ${min} to ${max}.`;
  return value < min || value > max ? `From ${min} to ${max}.` : null;
}

/** A number typed as a person writes it (0.05, 5e-4), checked against its bounds when it is finished. */
export function NumberField({ label, value, onCommit, min, max, whole = false, note }: NumberFieldProps) {
  return (
    <TextField
      label={label}
      value={String(value)}
      check={(text) => faultOf(text, { min, max, whole })}
      onCommit={(text) => onCommit(Number(text.trim()))}
      {...(note === undefined ? {} : { note })}
    />
  );
}
