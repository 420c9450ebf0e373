import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What a person can do about a field that the schema refuses; a refusal of the schema's own words keeps them. */
export function issueWords(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum));
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'Fill this in.' : typeWords(issue.expected);
    case 'invalid_value':
    case 'invalid_union':
      return 'Choose one of these.';
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? formatWords(issue.format) : sentence(issue.message);
    case 'unrecognized_keys':
      return `This cannot have: ${issue.keys.join(', ')}.`;
    default:
      return sentence(issue.message);
  }
}

function tooSmall(origin: string, least: number): string {
  if (origin === 'string') return least <= 1 ? 'Fill this in.' : `Write ${least} characters or more.`;
  if (origin === 'array' || origin === 'set') return least <= 1 ? 'Name at least one.' : `Name ${least} or more.`;
  return `Enter ${least} or more.`;
}

function tooBig(origin: string, most: number): string {
  if (origin === 'string') return `Write ${most} characters or fewer.`;
  return origin === 'array' || origin === 'set' ? `Name ${most} or fewer.` : `Enter ${most} or less.`;
}

const typeWords = (expected: string): string =>
  expected === 'int' || expected === 'number' ? 'Enter a number without other characters.' : 'Fill this in.';

const formats: Readonly<Record<string, string>> = {
  email: 'Write an e-mail address, for example ada@agency.example.',
  url: 'Write a whole address, for example https://host.example/path.',
  datetime: 'Choose a date.',
  date: 'Choose a date.',
  uuid: 'Choose one from the list.',
};

const formatWords = (format: string): string => formats[format] ?? 'This is not in the expected form; see the help.';

/** Rules of the contract say what the field is or has: "is a version such as 16.4". */
const sentence = (message: string): string => {
  const whole = /^(?:is|has|begins|must|needs)\b/u.test(message) ? `This ${message}` : message;
  const text = whole.charAt(0).toUpperCase() + whole.slice(1);
  return /[.!?]$/u.test(text) ? text : `${text}.`;
};
