/** The page as the speaker's second window: no networks, no worker, only what the talk's window tells. */
import { createRoot } from 'react-dom/client';
import '../../ui/theme.css';
import { SpeakerPage } from './SpeakerPage.tsx';

/** @param name of the channel, from the address */
export function startSpeakerPage(name: string): void {
  const element = document.getElementById('root');
  if (element === null) throw new Error('index.html lost its #root.');
  document.title = 'Ridgeline: notes of the talk';
  createRoot(element).render(<SpeakerPage name={name} />);
}
