import { useState } from 'react';
import type { ActionArguments, ActionName } from '../../state/actions/action.ts';
import type { Notice as NoticeState } from '../../state/app-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useAppHandle, useApp, useRun } from '../use-app.ts';
import './notices.css';

/** Whole; the others behind a button. */
const SHOWN = 2;
/** Milliseconds. Errors stay until they are closed. */
const STAY = { info: 8_000, warning: 20_000, action: 15_000 } as const;

function stayOf({ tone, action }: NoticeState): number | null {
  if (tone === 'error') return null;
  return action === null ? STAY[tone] : Math.max(STAY[tone], STAY.action);
}

function Message({ notice }: { notice: NoticeState }) {
  const app = useAppHandle();
  const run = useRun();
  const { id, tone, text, action } = notice;
  // The registry validates names and arguments again: a notice's action is plain data.
  const press = (): void => {
    if (action === null) return;
    app.perform(action.name as ActionName, action.argument as ActionArguments[ActionName]).catch(() => undefined);
    run('dismissNotice', { id });
  };
  return (
    <Notice
      tone={tone}
      stay={stayOf(notice)}
      text={text}
      action={action === null ? null : { label: action.label, onPress: press }}
      onClose={() => run('dismissNotice', { id })}
    />
  );
}

/** The newest messages, over the foot of the page; older ones wait folded, so that what they would cover can be reached. */
export function Notices() {
  const notices = useApp((state) => state.notices);
  const [unfolded, setUnfolded] = useState(false);
  const older = Math.max(0, notices.length - SHOWN);
  if (unfolded && older === 0) setUnfolded(false);
  return (
    <section aria-label="Messages">
      <div className={unfolded ? 'notices unfolded' : 'notices'}>
        {older > 0 && <Button onPress={() => setUnfolded(!unfolded)}>{unfolded ? 'Newest only' : `${older} more`}</Button>}
        {(unfolded ? notices : notices.slice(-SHOWN)).map((notice) => (
          <Message key={notice.id} notice={notice} />
        ))}
      </div>
    </section>
  );
}
