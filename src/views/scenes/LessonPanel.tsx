import { conditionWords } from '../../state/scenes/lesson.ts';
import { currentScene } from '../../state/talk/talk-state.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { figureTitle } from '../figure/figure-title.ts';
import { useAction, useApp, useRun } from '../use-app.ts';
import './scenes.css';

/** One step of a lesson beside the figures: say, do, ask. */
export function LessonPanel() {
  const run = useRun();
  const reads = useApp(({ talk }) => talk.lesson);
  const scene = useApp(({ talk }) => currentScene(talk));
  const at = useApp(({ talk }) => talk.at ?? 0);
  const count = useApp(({ talk }) => talk.scenes.length);
  const answered = useApp(({ talk }) => talk.answered);
  const done = useApp(({ talk }) => talk.done);
  const [previous, next] = [useAction('previousScene'), useAction('nextScene')];
  if (!reads || scene === null) return null;
  const { title, say, task, question, answer, until } = scene;
  return (
    <section className="lesson" aria-labelledby="lesson-title">
      <header className="lesson-head">
        <span className="quiet-text">
          Step {at + 1} of {count}
        </span>
        <IconButton icon="close" label="Close the lesson" onPress={() => run('readLesson', { on: false })} />
      </header>
      <div className="lesson-text" aria-live="polite">
        <h2 id="lesson-title">{title}</h2>
        {say !== '' && <p>{say}</p>}
        {task !== '' && (
          <p className={done ? 'lesson-task done' : 'lesson-task'}>
            <b>Do</b> {task}
            {done && (
              <span className="lesson-done">
                <Icon name="check" /> Done: {until === null ? '' : conditionWords(until, figureTitle)}.
              </span>
            )}
          </p>
        )}
        {question !== '' && (
          <p className="lesson-question">
            <b>Ask</b> {question}
          </p>
        )}
        {answered && answer !== '' && <p className="lesson-answer">{answer}</p>}
      </div>
      <div className="lesson-buttons">
        {answer !== '' && (
          <Button variant="link" onPress={() => run('showAnswer')}>
            {answered ? 'Hide the answer' : 'Show the answer'}
          </Button>
        )}
        <Button variant="link" onPress={() => run('resetScene')}>
          Reset to this step
        </Button>
      </div>
      <div className="lesson-buttons">
        <Button disabled={!previous.enabled} onPress={() => run('previousScene')}>
          Back
        </Button>
        <Button variant="primary" disabled={!next.enabled} onPress={() => run('nextScene')}>
          Next step
        </Button>
      </div>
    </section>
  );
}
