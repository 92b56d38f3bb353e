import { useState } from 'react';
import type { Scene } from '../../state/scenes/scene.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Switch } from '../../ui/fields/Switch.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';
import { HIDEABLE_WORDS } from './hideable.ts';
import { SceneForm } from './SceneForm.tsx';
import './scenes.css';

interface RowProps {
  readonly scene: Scene;
  readonly index: number;
  readonly count: number;
  readonly shown: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** One scene: chosen to be edited, shown, moved, removed. */
function Row({ scene, index, count, shown, chosen, onChoose }: RowProps) {
  const run = useRun();
  const name = `${index + 1}, ${scene.title}`;
  return (
    <li className={chosen ? 'scene-row chosen' : 'scene-row'} aria-current={shown ? 'step' : undefined}>
      <button type="button" className="scene-title" aria-expanded={chosen} onClick={onChoose}>
        <span className="scene-number">{index + 1}</span> {scene.title}
      </button>
      <Button variant="link" label={`Show scene ${name}`} onPress={() => run('showScene', { index })}>
        Show
      </Button>
      <span className="scene-up">
        <IconButton icon="down" label={`Move scene ${name} up`} disabled={index === 0} onPress={() => run('moveScene', { index, to: index - 1 })} />
      </span>
      <IconButton
        icon="down"
        label={`Move scene ${name} down`}
        disabled={index === count - 1}
        onPress={() => run('moveScene', { index, to: index + 1 })}
      />
      <IconButton icon="close" label={`Remove scene ${name}`} onPress={() => run('removeScene', { index })} />
    </li>
  );
}

/** What a lesson leaves out of the page. */
function HiddenParts() {
  const run = useRun();
  const hide = useApp(({ talk }) => talk.hide.join());
  const hidden = hide === '' ? [] : hide.split(',');
  return (
    <Disclosure title="Left out" summary={hidden.length === 0 ? 'nothing' : `${hidden.length} parts`}>
      <div className="hidden-parts">
        {HIDEABLE_WORDS.map(({ part, label }) => (
          <Switch
            key={part}
            label={label}
            on={hidden.includes(part)}
            onChange={(on) =>
              run('hideParts', { parts: HIDEABLE_WORDS.map((entry) => entry.part).filter((other) => (other === part ? on : hidden.includes(other))) })
            }
          />
        ))}
      </div>
    </Disclosure>
  );
}

/** Scenes in their order: kept, moved, edited, presented, read as a lesson. */
export function ScenesDialog({ onClose }: { onClose: () => void }) {
  const run = useRun();
  const scenes = useApp(({ talk }) => talk.scenes);
  const at = useApp(({ talk }) => talk.at);
  const borrowed = useApp(({ talk }) => talk.borrowed);
  const add = useAction('addScene');
  const [chosen, setChosen] = useState<number | null>(at);
  const selected = chosen === null || chosen >= scenes.length ? null : chosen;
  const leave = (name: 'present' | 'readLesson'): void => {
    run(name, { on: true });
    onClose();
  };
  return (
    <Dialog title="Scenes of a talk or a lesson" open onClose={onClose} size="large">
      <p className="quiet-text">
        A scene is the view as it is now, with what you say about it. A talk shows scenes large; a lesson has their text beside the figures.
        {borrowed && ' These came with the link or file; once you change them, they are yours and take the place of those kept in this browser.'}
      </p>
      <div className="scenes">
        <div>
          {scenes.length === 0 ? (
            <p className="scenes-empty">No scenes yet.</p>
          ) : (
            <ol className="scene-list" aria-label="Scenes">
              {scenes.map((scene, index) => (
                <Row
                  key={`${index} ${scene.title}`}
                  scene={scene}
                  index={index}
                  count={scenes.length}
                  shown={at === index}
                  chosen={selected === index}
                  onChoose={() => setChosen(selected === index ? null : index)}
                />
              ))}
            </ol>
          )}
          <div className="scenes-add">
            <Button
              variant={scenes.length === 0 ? 'primary' : 'plain'}
              disabled={!add.enabled}
              hint={add.reason}
              onPress={() => {
                run('addScene');
                setChosen(at === null ? scenes.length : at + 1);
              }}
            >
              Add this view
            </Button>
          </div>
          <HiddenParts />
        </div>
        {selected !== null && <SceneForm key={selected} index={selected} scene={scenes[selected]} />}
      </div>
      <div className="dialog-actions">
        <Button disabled={scenes.length === 0} onPress={() => leave('readLesson')}>
          Read as a lesson
        </Button>
        <Button variant={scenes.length === 0 ? 'plain' : 'primary'} onPress={() => leave('present')}>
          Present
        </Button>
      </div>
    </Dialog>
  );
}
