import { accentShades, contrastRatio, grounds, TEXT_CONTRAST } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useEffect, useRef } from 'react';
import { StateMark } from '../../../parts/state-mark.tsx';
import { applyAccent } from '../../../state/apply-accent.ts';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { describedBy, Labelled } from '../../parts/form/labelled.tsx';

const written = /^#[0-9a-f]{6}$/iu;

/** A colour with what the pages make of it, in light and in dark mode, and whether it can be read. */
export function AccentField(props: FieldProps) {
  const { id, value, onChange, error } = props;
  const text = typeof value === 'string' ? value : '';
  const colour = written.test(text) ? text : null;
  return (
    <>
      <Labelled {...props}>
        <span className="field__row">
          <input
            id={id}
            className="usa-input field__number"
            autoComplete="off"
            spellCheck={false}
            placeholder="#0f6460"
            value={text}
            aria-invalid={error !== null}
            aria-describedby={describedBy(props)}
            onChange={(event) => onChange(event.target.value)}
          />
          <input
            type="color"
            className="usa-input accent-colour"
            aria-label={`${props.node.title}, from a palette`}
            value={colour ?? '#0f6460'}
            onChange={(event) => onChange(event.target.value)}
          />
          {text !== '' && (
            <Button type="button" unstyled onClick={() => onChange(null)}>
              As built in
            </Button>
          )}
        </span>
      </Labelled>
      {colour !== null && (
        <div role="status">
          <Contrast colour={colour} />
          <div className="accent-samples">
            <Sample colour={colour} mode="light" />
            <Sample colour={colour} mode="dark" />
          </div>
        </div>
      )}
    </>
  );
}

function Contrast({ colour }: { readonly colour: string }) {
  const ratio = contrastRatio(colour, grounds.light);
  const enough = ratio >= TEXT_CONTRAST;
  return (
    <p>
      <StateMark
        state={enough ? { word: 'Can be read', tone: 'active' } : { word: 'Too pale to be read', tone: 'attention' }}
      />{' '}
      Contrast {ratio.toFixed(1)}:1; WCAG asks for {TEXT_CONTRAST}:1.
      {!enough && ` The nearest colour that has it is ${accentShades(colour).light.accent}.`}
    </p>
  );
}

/** The content policy takes no styles of the page, so the colours are set by script. */
function Sample({ colour, mode }: { readonly colour: string; readonly mode: 'light' | 'dark' }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current !== null) applyAccent(box.current, accentShades(colour), mode === 'dark');
  }, [colour, mode]);
  return (
    <div ref={box} className={`accent-sample accent-sample--${mode}`}>
      <p>{mode === 'light' ? 'Light mode' : 'Dark mode'}</p>
      <p className="accent-sample__link">A link of the portal</p>
      <span className="accent-sample__button">A button</span>
    </div>
  );
}
