import type { TextKind } from '@lanyard/contract';
import { language as languageSchema, textList } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { adminQuery } from '../../api/admin-query.ts';

interface LanguageChoiceProps {
  readonly kind: TextKind;
  readonly language: string;
}

/** The languages that this message has texts in, and the way to another. */
export function LanguageChoice({ kind, language }: LanguageChoiceProps) {
  const { history } = useRouter();
  const texts = useQuery(adminQuery(textList, 'notices/texts'));
  const own = texts.data?.items.find((item) => item.kind === kind)?.languages ?? [];
  const all = [...new Set(['en', ...own, language])];
  const [wrong, setWrong] = useState(false);
  const add = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const wanted = languageSchema.safeParse(new FormData(event.currentTarget).get('language'));
    setWrong(!wanted.success);
    if (wanted.success) history.push(`/admin/notifications/${kind}/${wanted.data}`);
  };
  return (
    <form onSubmit={add} className="link-acts">
      {all.map((each) => (
        <Link
          key={each}
          to={`/admin/notifications/${kind}/${each}`}
          aria-current={each === language ? 'page' : undefined}
        >
          {each}
        </Link>
      ))}
      <label htmlFor="new-language">Another language</label>
      <input id="new-language" name="language" className="usa-input field__number" autoComplete="off" />
      <Button type="submit" outline className="button-small">
        Write it
      </Button>
      {wrong && <p role="alert">Write a language such as es or fr.</p>}
    </form>
  );
}
