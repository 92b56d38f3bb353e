import { formatCount, formatNumber, formatPercent } from '../../base/format.ts';
import type { PublishedNetwork } from '../../state/published/published.ts';
import { RoleDisc } from '../networks/RoleDisc.tsx';
import { useApp } from '../use-app.ts';
import './published.css';

const DIGITS = 12;
const NO_BREAK = '\u00a0';

function scoreText({ test }: PublishedNetwork): string {
  return test === null ? '' : `test loss ${formatNumber(test.loss)}, accuracy ${formatPercent(test.accuracy).replace(' ', NO_BREAK)}`;
}

function Row({ network }: { network: PublishedNetwork }) {
  const { name, endpoint, digest } = network;
  return (
    <li className="author-network">
      <RoleDisc role={endpoint} />
      <div>
        <p className="network-name">{name}</p>
        <p className="quiet-text">{scoreText(network)}</p>
        <p className="quiet-text" title={`SHA-256 of the parameters: ${digest}`}>
          SHA-256 {digest.slice(0, DIGITS)}…
        </p>
      </div>
    </li>
  );
}

/** What there is behind an author's figures: the data and the networks by name, without examples and parameters. */
export function AuthorPanel() {
  const held = useApp((state) => state.published);
  if (held === null) return null;
  const { data, networks } = held.published;
  const { name, trainSize, testSize } = data.summary;
  return (
    <>
      <section className="panel" aria-labelledby="author-data-title">
        <div className="panel-head">
          <h2 id="author-data-title">Data</h2>
        </div>
        <p>
          {name}: {formatCount(trainSize)} train, {formatCount(testSize)} test
        </p>
        <p className="quiet-text">Named here, not loaded.</p>
      </section>
      <section className="panel" aria-labelledby="author-networks-title">
        <div className="panel-head">
          <h2 id="author-networks-title">The author’s networks</h2>
        </div>
        <ul className="author-networks">
          {networks.map((network) => (
            <Row key={network.id} network={network} />
          ))}
        </ul>
        <p className="quiet-text">Their parameters are not here. Recompute trains them by the same settings and seeds.</p>
      </section>
    </>
  );
}
