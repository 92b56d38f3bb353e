import { DEFAULT_PAIRS, PAIR_SETTINGS, SHARED_LAB, type PairChoice } from '../../state/figures/lab-view.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/fields/Select.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { TrainingProgress } from '../training/TrainingProgress.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';

/** No pairs of their own; the others are the choice's. */
const ROLES = { value: 'roles', label: 'A and B as they are', note: 'whatever has these roles' } as const;

/** The example whose barrier is made by several layers together, in one click. */
function StandingExample() {
  const run = useRun();
  const mnist = useApp((state) => state.available.mnist !== undefined);
  const action = useAction('standingExample');
  return (
    <div className="standing">
      <p className="quiet-text">Eight hidden layers of 64: three pairs that share their first 3 epochs, then see the data in different orders.</p>
      <div className="standing-buttons">
        <Button
          onPress={() => run('standingExample', { data: 'glyphs' })}
          disabled={!action.enabled}
          hint={action.reason ?? 'About a minute on two cores'}
        >
          On glyphs
        </Button>
        <Button
          onPress={() => run('standingExample', { data: 'mnist' })}
          disabled={!action.enabled || !mnist}
          hint={action.reason ?? (mnist ? '12,000 images: several minutes on two cores' : 'MNIST does not lie at this site; npm run data brings it')}
        >
          On MNIST
        </Button>
      </div>
    </div>
  );
}

/** Which pairs of networks the laboratory looks at, and training them. */
export function PairPanel() {
  const run = useRun();
  const choice = useApp((state) => state.view.lab.pairs);
  const running = useApp((state) => state.training.status === 'running');
  const train = useAction('trainPairs');
  const set = (patch: Partial<PairChoice>): void => run('setView', { lab: { pairs: { ...(choice ?? DEFAULT_PAIRS), ...patch }, pair: null } });
  return (
    <section className="panel" aria-labelledby="pairs-title">
      <h2 id="pairs-title">Pairs</h2>
      <div className="stacked">
        <Select<PairChoice['kind'] | 'roles'>
          label={SHARED_LAB.pairs.label}
          value={choice?.kind ?? 'roles'}
          choices={[ROLES, ...PAIR_SETTINGS.kind.choices]}
          onChange={(kind) => (kind === 'roles' ? run('setView', { lab: { pairs: null, pair: null } }) : set({ kind }))}
        />
      </div>
      {choice !== null && (
        <>
          <SettingField setting={PAIR_SETTINGS.count} value={choice.count} onChange={(count) => set({ count })} />
          <SettingField setting={PAIR_SETTINGS.seed} value={choice.seed} onChange={(seed) => set({ seed })} />
          {choice.epochs !== undefined && (
            <SettingField setting={PAIR_SETTINGS.epochs} value={choice.epochs} onChange={(epochs) => set({ epochs })} />
          )}
        </>
      )}
      {choice?.kind === 'classes' && (
        <p className="quiet-text">
          Each of the two learns from one half of the classes and never sees the others; barriers are measured on examples of all classes.
        </p>
      )}
      {running ? (
        <TrainingProgress />
      ) : (
        choice !== null && (
          <div className="panel-action">
            <Button variant="primary" wide onPress={() => run('trainPairs')} disabled={!train.enabled} hint={train.reason}>
              Train {choice.count} {choice.count === 1 ? 'pair' : 'pairs'}
            </Button>
          </div>
        )
      )}
      <StandingExample />
    </section>
  );
}
