import { useId } from 'react';
import { numberWords } from '../words/total-words.ts';

/** How far something is. @param all of them; 0 while that is not known */
export function ProgressBar(props: { readonly title: string; readonly done: number; readonly all: number }) {
  const { title, done, all } = props;
  const id = useId();
  return (
    <div className="progress">
      <span id={id}>
        {title}: {numberWords(done)} of {all === 0 ? 'so far unknown many' : numberWords(all)}
      </span>
      <progress aria-labelledby={id} {...(all === 0 ? {} : { value: done, max: all })} />
    </div>
  );
}
