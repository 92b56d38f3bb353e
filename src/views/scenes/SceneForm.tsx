import { formatCoordinate } from '../../base/format.ts';
import { ALPHA_SETTINGS, type Condition, LONGEST_TEXT, LONGEST_TITLE, type Scene } from '../../state/scenes/scene.ts';
import { isMet } from '../../state/scenes/lesson.ts';
import { LARGE_NAMES } from '../../state/view.ts';
import { Button } from '../../ui/Button.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { Select } from '../../ui/fields/Select.tsx';
import { TextArea } from '../../ui/fields/TextArea.tsx';
import { TextField } from '../../ui/fields/TextField.tsx';
import { figureTitle } from '../figure/figure-title.ts';
import { useApp, useRun } from '../use-app.ts';

type Kind = Condition['kind'] | 'nothing';

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'nothing', label: 'nothing' },
  { value: 'alpha', label: 'α at a value' },
  { value: 'aligned', label: 'B is matched' },
  { value: 'enlarged', label: 'a figure is enlarged' },
  { value: 'trained', label: 'a training is finished' },
];

const STANDARD: Readonly<Record<Kind, Condition | null>> = {
  nothing: null,
  alpha: { kind: 'alpha', alpha: ALPHA_SETTINGS.alpha.standard, within: ALPHA_SETTINGS.within.standard },
  aligned: { kind: 'aligned' },
  enlarged: { kind: 'enlarged', figure: LARGE_NAMES[0] },
  trained: { kind: 'trained' },
};

/** When the task of a step is done. */
function UntilFields({ index, until }: { index: number; until: Condition | null }) {
  const run = useRun();
  const set = (next: Condition | null): void => run('editScene', { index, until: next });
  const already = useApp((state) => until !== null && until.kind !== 'trained' && isMet(until, state, state));
  return (
    <>
      <Select<Kind> label="Ticked off when" value={until?.kind ?? 'nothing'} choices={KINDS} onChange={(kind) => set(STANDARD[kind])} />
      {until?.kind === 'alpha' && (
        <>
          <SettingField setting={ALPHA_SETTINGS.alpha} value={until.alpha} onChange={(alpha) => set({ ...until, alpha })} />
          <SettingField setting={ALPHA_SETTINGS.within} value={until.within} onChange={(within) => set({ ...until, within })} />
        </>
      )}
      {until?.kind === 'enlarged' && (
        <Select
          label="Figure"
          value={until.figure}
          choices={LARGE_NAMES.map((value) => ({ value, label: figureTitle(value) }))}
          onChange={(figure) => set({ ...until, figure })}
        />
      )}
      {already && (
        <p className="quiet-text">In the view of now this is so already{until?.kind === 'alpha' ? ` (α = ${formatCoordinate(until.alpha)})` : ''}.</p>
      )}
    </>
  );
}

const tooLong = (text: string): string | null => (text.length > LONGEST_TEXT ? `At most ${LONGEST_TEXT} characters.` : null);

/** What is said about one scene. */
export function SceneForm({ index, scene }: { index: number; scene: Scene }) {
  const run = useRun();
  return (
    <div className="scene-form" role="group" aria-label={`Scene ${index + 1}`}>
      <TextField
        label="Title"
        value={scene.title}
        check={(text) => (text === '' ? 'A scene needs a title.' : text.length > LONGEST_TITLE ? `At most ${LONGEST_TITLE} characters.` : null)}
        onCommit={(title) => run('editScene', { index, title })}
      />
      <TextArea label="Note, for the speaker" value={scene.note} check={tooLong} onCommit={(note) => run('editScene', { index, note })} />
      <TextArea label="Question" value={scene.question} check={tooLong} rows={1} onCommit={(question) => run('editScene', { index, question })} />
      <TextArea
        label="Answer, hidden until it is asked for"
        value={scene.answer}
        check={tooLong}
        rows={1}
        onCommit={(answer) => run('editScene', { index, answer })}
      />
      <h3>As a step of a lesson</h3>
      <TextArea label="Say" value={scene.say} check={tooLong} rows={3} onCommit={(say) => run('editScene', { index, say })} />
      <TextArea label="Do" value={scene.task} check={tooLong} onCommit={(task) => run('editScene', { index, task })} />
      <UntilFields index={index} until={scene.until} />
      <div className="scenes-add">
        <Button onPress={() => run('editScene', { index, retake: true })} hint="The view of now takes the place of the one that was kept">
          Take the view of now
        </Button>
      </div>
    </div>
  );
}
