import { useState } from 'react';
import { FieldError, Input, Label, Text, TextField as AriaTextField } from 'react-aria-components';
import './Field.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** Called with the text on Enter and on leaving the field, where it changed and `check` finds no fault. */
  readonly onCommit: (value: string) => void;
  /** What is wrong with a text, in words; null where it is right. */
  readonly check?: (value: string) => string | null;
  readonly note?: string;
  /** Longer than the note, at hand where the pointer rests on the label. */
  readonly hint?: string;
  /** A number is short. */
  readonly number?: boolean;
}

/** A line of text that takes effect when it is finished, not at every key. */
export function TextField({ label, value, onCommit, check = () => null, note, hint, number = false }: TextFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? value;
  const fault = draft === null ? null : check(draft);
  const commit = (): void => {
    if (draft === null || fault !== null) return;
    setDraft(null);
    if (draft !== value) onCommit(draft);
  };
  return (
    <AriaTextField
      className={number ? 'field text number' : 'field text'}
      value={shown}
      onChange={setDraft}
      onBlur={commit}
      isInvalid={fault !== null}
      validationBehavior="aria"
    >
      <Label className="field-label" title={hint}>
        {label}
      </Label>
      <Input
        className="input"
        spellCheck={false}
        autoComplete="off"
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      {note !== undefined && fault === null && (
        <Text slot="description" className="field-note">
          {note}
        </Text>
      )}
      <FieldError className="field-error">{fault}</FieldError>
    </AriaTextField>
  );
}
