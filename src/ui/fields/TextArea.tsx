import { useState } from 'react';
import { FieldError, Label, TextArea as AriaTextArea, TextField as AriaTextField } from 'react-aria-components';
import './Field.css';
import './TextArea.css';

export interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  /** Called with the text on leaving the field, where it changed and `check` finds no fault. */
  readonly onCommit: (value: string) => void;
  /** What is wrong with a text, in words; null where it is right. */
  readonly check?: (value: string) => string | null;
  readonly rows?: number;
}

/** Some lines of text, which take effect when the field is left. */
export function TextArea({ label, value, onCommit, check = () => null, rows = 2 }: TextAreaProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const fault = draft === null ? null : check(draft);
  const commit = (): void => {
    if (draft === null || fault !== null) return;
    setDraft(null);
    if (draft !== value) onCommit(draft);
  };
  return (
    <AriaTextField
      className="area-field"
      value={draft ?? value}
      onChange={setDraft}
      onBlur={commit}
      isInvalid={fault !== null}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      <AriaTextArea className="area" rows={rows} />
      <FieldError className="field-error">{fault}</FieldError>
    </AriaTextField>
  );
}
