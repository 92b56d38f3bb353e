import { useEffect, useState } from 'react';
import { formatCount } from '../../base/format.ts';
import type { FigureCost, Shareable } from '../../state/link/share.ts';
import type { PublishableName } from '../../state/published/schemas/table.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Switch } from '../../ui/fields/Switch.tsx';
import { useAppHandle } from '../use-app.ts';
import { later } from '../later.tsx';
import { carriedBy } from './link-length.ts';

const QrCode = later(async () => (await import('./QrCode.tsx')).QrCode);

interface LinkSectionProps {
  readonly shareable: Shareable | null;
  readonly title: string;
  /** No figures: the link without results. */
  readonly onCopy: (figures: readonly PublishableName[]) => void;
}

/** The link that is to be copied, made anew with each choice; the short one until it is. */
function useLink(shareable: Shareable | null, figures: readonly PublishableName[], title: string): string {
  const app = useAppHandle();
  const [made, setMade] = useState<{ readonly key: string; readonly link: string } | null>(null);
  const key = `${figures.join()} ${title}`;
  useEffect(() => {
    if (figures.length === 0) return undefined;
    let wanted = true;
    app.linkOf({ results: true, figures, title }).then(
      (link) => wanted && setMade({ key, link }),
      () => wanted && setMade(null),
    );
    return () => {
      wanted = false;
    };
    // The key says what figures and title do.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [app, key]);
  return figures.length > 0 && made?.key === key ? made.link : (shareable?.link ?? '');
}

function FigureChoice({
  costs,
  chosen,
  onChange,
}: {
  costs: readonly FigureCost[];
  chosen: readonly PublishableName[];
  onChange: (next: PublishableName[]) => void;
}) {
  return (
    <ul className="share-figures" aria-label="Figures in the link">
      {costs.map(({ name, title, characters }) => (
        <li key={name}>
          <Switch
            label={title}
            on={chosen.includes(name)}
            onChange={(on) => onChange(costs.map((cost) => cost.name).filter((known) => (known === name ? on : chosen.includes(known))))}
          />
          <span className="quiet-text">{formatCount(characters)} characters</span>
        </li>
      ))}
    </ul>
  );
}

/** The link: what it holds, how long it is, and what carries it. */
export function LinkSection({ shareable, title, onCopy }: LinkSectionProps) {
  const costs = shareable?.figures ?? [];
  const [withFigures, setWithFigures] = useState(false);
  const [left, setLeft] = useState<readonly PublishableName[]>([]);
  const chosen = withFigures ? costs.map(({ name }) => name).filter((name) => !left.includes(name)) : [];
  const link = useLink(shareable, chosen, title);
  const warning = carriedBy(link.length);
  return (
    <section className="share-section" aria-label="Link">
      <p className="share-copy">
        <Button variant="primary" autoFocus onPress={() => onCopy(chosen)}>
          Copy link
        </Button>
        <span className="quiet-text" data-testid="link-length">
          {formatCount(link.length)} characters
        </span>
      </p>
      <p className="quiet-text">
        {chosen.length === 0
          ? 'It holds the experiment and the view. Networks that are not in the reader’s browser are trained there again.'
          : 'It holds the computed figures too, and shows them at once: no training, no data, no graphics card. The reader can compute them anew and compare.'}
      </p>
      {costs.length > 0 ? (
        <Switch label="With the computed figures" on={withFigures} onChange={setWithFigures} />
      ) : (
        shareable !== null && <p className="quiet-text">No figure is computed here yet that the link could hold.</p>
      )}
      {withFigures && (
        <FigureChoice
          costs={costs}
          chosen={chosen}
          onChange={(next) => setLeft(costs.map(({ name }) => name).filter((name) => !next.includes(name)))}
        />
      )}
      {warning !== null && <p className="share-warning">{warning}</p>}
      {shareable !== null && shareable.omitted.length > 0 && <p className="share-warning">The link leaves out {shareable.omitted.join('; ')}.</p>}
      <label className="share-text">
        <span className="field-label">Link</span>
        <textarea readOnly rows={3} value={link} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <Disclosure title="QR code" summary="for a slide or a poster">
        <QrCode link={link} short={shareable?.link ?? ''} />
      </Disclosure>
    </section>
  );
}
