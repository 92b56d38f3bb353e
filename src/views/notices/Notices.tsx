import { useState } from 'react';
import type { ActionArguments, ActionName } from '../../state/actions/action.ts';
import type { Notice as NoticeState } from '../../state/app-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useAppHandle, useApp, useRun } from '../use-app.ts';
import './notices.css';

/** Whole; the others behind a button. */
const SHOWN = 2;
/** Milliseconds that a confirmation stays; longer where it offers something. */
const STAY = { plain: 8_000, action: 15_000 } as const;

function stayOf({ brief, action }: NoticeState): number | null {
  if (!brief) return null;
  return action === null ? STAY.plain : STAY.action;
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

/** The newest messages, in a strip of the page's own, which covers nothing; older ones wait folded. */
export function Notices() {
  const notices = useApp((state) => state.notices);
  const [unfolded, setUnfolded] = useState(false);
  const older = Math.max(0, notices.length - SHOWN);
  if (unfolded && older === 0) setUnfolded(false);
  return (
    <section aria-label="Messages" className="messages">
      {notices.length > 0 && (
        <div className="notices">
          {older > 0 && <Button onPress={() => setUnfolded(!unfolded)}>{unfolded ? 'Newest only' : `${older} more`}</Button>}
          {(unfolded ? notices : notices.slice(-SHOWN)).map((notice) => (
            <Message key={notice.id} notice={notice} />
          ))}
        </div>
      )}
    </section>
  );
}
