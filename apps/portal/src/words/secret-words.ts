/**
 * A one-time secret in groups that the eye can keep while it moves to the phone.
 * @param secret 4 to 64 characters; one that carries its own separators is left as it is
 */
export function secretGroups(secret: string): string[] {
  if (/[^0-9A-Za-z]/u.test(secret)) return [secret];
  const size = secret.length % 4 === 0 ? 4 : secret.length % 3 === 0 ? 3 : 4;
  return secret.match(new RegExp(`.{1,${size}}`, 'gu')) ?? [];
}

/** Letter by letter, for a screen reader, which would try to say it as a word. */
export const spelled = (secret: string): string => Array.from(secret).join(' ');
