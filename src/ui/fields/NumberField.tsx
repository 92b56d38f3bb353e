import type { Range } from '../../base/check.ts';
import { numberFault, typedNumber } from './number-text.ts';
import { TextField } from './TextField.tsx';

export interface NumberFieldProps extends Range {
  readonly label: string;
  readonly value: number;
  readonly onCommit: (value: number) => void;
  readonly note?: string;
  /** Longer than the note, at hand where the pointer rests on the label. */
  readonly hint?: string;
}

/** A number typed as a person writes it (0.05, 5e-4), checked against its bounds when it is finished. */
export function NumberField({ label, value, onCommit, note, hint, ...range }: NumberFieldProps) {
  return (
    <TextField
      number
      label={label}
      value={String(value)}
      check={(text) => numberFault(text, range)}
      onCommit={(text) => onCommit(typedNumber(text))}
      {...(note === undefined ? {} : { note })}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}
