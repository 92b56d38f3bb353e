import { Button as AriaButton, FileTrigger } from 'react-aria-components';
import '../Button.css';

/** A button that lets a person choose files. */
export function FileButton({ label, onFiles, quiet = false }: { label: string; onFiles: (files: readonly File[]) => void; quiet?: boolean }) {
  return (
    <FileTrigger
      allowsMultiple
      onSelect={(list) => {
        if (list !== null && list.length > 0) onFiles(Array.from(list));
      }}
    >
      <AriaButton className={quiet ? 'button quiet' : 'button'}>{label}</AriaButton>
    </FileTrigger>
  );
}
