import { entry, type ErrorEntry } from './entry.ts';

/** Errors of getting into the admin portal, and of who may do what there. */
export const administrationErrors = {
  admin_link_invalid: entry(
    'gone',
    'This link was already used, is older than 30 minutes, or was never given.',
    'Make a new one at the console of the server: lanyard admin link.',
  ),
  last_administrator: entry(
    'conflict',
    'Nobody would be left who may administer this installation.',
    'Give somebody else the role of administrator first.',
  ),
  role_beyond_own: entry(
    'forbidden',
    'This role allows more than your own, so that you can neither give nor take it, nor rename who has it.',
    'Ask somebody who has it, or use "lanyard admin give" at the console of the server.',
  ),
  passkeys_off: entry(
    'forbidden',
    'Passkeys are not allowed for you here.',
    'Sign in with the certificate on your smart card.',
  ),
  passkey_refused: entry(
    'forbidden',
    'This passkey did not sign you in.',
    'Try again, or sign in with the certificate on your smart card.',
  ),
  token_invalid: entry(
    'unauthenticated',
    'This API token is unknown, revoked or past its end.',
    'Make a new one under Settings > API tokens.',
  ),
  token_not_for_this: entry(
    'forbidden',
    'A program cannot do this with an API token.',
    'Sign in to the admin portal and do it there.',
  ),
  approval_required: entry(
    'forbidden',
    'This needs the approval of a second person.',
    'Make this change alone, on its own screen of the admin portal: there it is asked for, and waits under Settings > Approvals.',
  ),
  approval_own: entry(
    'forbidden',
    'Nobody decides what they asked for themselves.',
    'Ask a colleague who may decide approvals.',
  ),
  approval_not_independent: entry(
    'forbidden',
    'Within the last day, who asked for this gave you your role, changed your names or groups, or changed how people sign in.',
    'Let another colleague decide, or let it be asked again tomorrow.',
  ),
  approval_alone_spent: entry(
    'limited',
    'You ended as much alone in this hour as one person may while mass revocation needs a second one.',
    'Do the rest as one bulk act, which a second person approves, or wait an hour.',
  ),
  approval_many: entry(
    'limited',
    'Fifty things that you asked for wait for a second person already.',
    'Withdraw what is not needed any more under Settings > Approvals, or have some of it decided.',
  ),
  approval_not_open: entry(
    'conflict',
    'This was already decided or withdrawn, or its time ran out.',
    'Look at the list of approvals; ask again if it is still needed.',
  ),
  bulk_too_many: entry(
    'too_large',
    'These are more than one bulk act takes.',
    'Narrow the filter, and do it in several parts.',
  ),
  bulk_empty: entry('conflict', 'Nothing is chosen.', 'Choose rows, or widen the filter.'),
} as const satisfies Record<string, ErrorEntry>;
