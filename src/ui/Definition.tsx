import { type ReactNode, useState } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import './Menu.css';
import './Definition.css';

/** What a term means: plain words first, the formula folded. */
export interface DefinitionContent {
  readonly title: string;
  readonly text: string;
  /** Where it says more than words; null = none. */
  readonly picture: ReactNode;
  readonly formula: string | null;
  readonly source: string | null;
}

export interface DefinitionProps {
  /** The word as it stands in the sentence. */
  readonly children: ReactNode;
  /** Fetches what it means when it is first asked for: definitions are long, and few are opened. */
  readonly load: () => Promise<DefinitionContent>;
}

const FAILED: DefinitionContent = {
  title: 'No definition',
  text: 'It could not be fetched. Look at the connection, close this and press the word again.',
  picture: null,
  formula: null,
  source: null,
};

/** Words, picture, formula and source of a definition, without its title. */
export function DefinitionText({ content: { text, picture, formula, source } }: { content: DefinitionContent }) {
  return (
    <>
      <p>{text}</p>
      {picture}
      {formula !== null && (
        <details className="formula-fold">
          <summary>Formula</summary>
          <span className="formula">{formula}</span>
        </details>
      )}
      {source !== null && <p className="source">{source}</p>}
    </>
  );
}

/** A word that opens its definition, with the formula and where it comes from. */
export function Definition({ children, load }: DefinitionProps) {
  const [open, setOpen] = useState(false);
  const [content, setContent] = useState<DefinitionContent | null>(null);
  const turn = (next: boolean): void => {
    setOpen(next);
    // What failed is tried again at the next press.
    if (!next) setContent((held) => (held === FAILED ? null : held));
    else if (content === null) load().then(setContent, () => setContent(FAILED));
  };
  return (
    <DialogTrigger isOpen={open && content !== null} onOpenChange={turn}>
      <Button className="definition-button">{children}</Button>
      <Popover className="popover" offset={4}>
        <Dialog className="definition">
          <Heading slot="title" level={3}>
            {content?.title}
          </Heading>
          {content !== null && <DefinitionText content={content} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
