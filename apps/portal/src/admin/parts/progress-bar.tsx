/** How far something is. @param all of them; 0 while that is not known */
export function ProgressBar(props: { readonly title: string; readonly done: number; readonly all: number }) {
  const { title, done, all } = props;
  return (
    <div className="progress">
      <span id={`progress-${title}`}>
        {title}: {done} of {all === 0 ? 'so far unknown many' : all}
      </span>
      <progress aria-labelledby={`progress-${title}`} {...(all === 0 ? {} : { value: done, max: all })} />
    </div>
  );
}
