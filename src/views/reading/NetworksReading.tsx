import type { NetworksQuestion } from '../../state/data/reading-question.ts';
import { SETTINGS } from '../../state/settings.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { useRun } from '../use-app.ts';

const MOST_NAMES = 6;

function namesText(files: readonly string[]): string {
  const more = files.length - MOST_NAMES;
  return more > 0 ? `${files.slice(0, MOST_NAMES).join(', ')} and ${more} more` : files.join(', ');
}

/** What network files do not tell, for all of them at once, beside what they do. */
export function NetworksReading({ question: { activation, norm, understood } }: { question: NetworksQuestion }) {
  const run = useRun();
  const count = understood.reduce((sum, { files }) => sum + files.length, 0);
  return (
    <section className="reading" aria-label="Networks">
      <h3>{count === 1 ? '1 network file' : `${count} network files`}</h3>
      <p className="quiet-text">
        Files of weights do not tell {norm === null ? 'the activation' : 'the activation, and these not where the layer normalisation stands'}: choose
        what {count === 1 ? 'the network' : 'all of them'} learnt with.
      </p>
      <div className="reading-fields">
        <SettingField
          setting={SETTINGS.architecture.activation}
          value={activation}
          onChange={(next) => run('correctReading', { networks: { activation: next } })}
        />
        {norm !== null && (
          <SettingField
            setting={SETTINGS.architecture.norm}
            offered={['before', 'after']}
            value={norm}
            onChange={(next) => run('correctReading', { networks: { norm: next } })}
          />
        )}
      </div>
      {understood.map(({ files, text, tensors }) => (
        <div key={files[0]}>
          <p className="reading-file">
            <b>{namesText(files)}</b>: {text}
          </p>
          <Disclosure title="Tensors" summary={`${tensors.length}, with their shapes${files.length === 1 ? '' : `, of ${files[0]}`}`}>
            <ul className="reading-tensors">
              {tensors.map((tensor) => (
                <li key={tensor}>{tensor}</li>
              ))}
            </ul>
          </Disclosure>
        </div>
      ))}
    </section>
  );
}
