import { cannotTell, type Task } from './task.ts';

/** What is done in products of others: nobody can look from here whether it was. */
export const outsideTasks: readonly Task[] = [
  {
    task: 'entrust-portal',
    title: 'Configure the Entrust portal',
    applies: ({ provider }) => provider === 'entrust',
    outside: true,
    look: () =>
      cannotTell(
        'The Entrust IdentityGuard Self Service Module is configured in its own console.',
        'Let it issue derived mobile smart credentials, and let it know the address of this portal.',
        null,
      ),
  },
  {
    task: 'mail-server-certificates',
    title: 'Let the mail server accept certificates',
    required: () => false,
    outside: true,
    look: () =>
      cannotTell(
        'Certificate-based authentication is configured at the mail server.',
        'Have it trust the authority of the derived credentials, where apps sign in to mail with them.',
        null,
      ),
  },
  {
    task: 'purebred-app',
    title: 'Have the DISA Purebred app on the devices',
    applies: ({ provider, platform }) => provider === 'purebred' && platform === 'ios',
    outside: true,
    look: () =>
      cannotTell(
        'Purebred Registration is set up with a Purebred agent.',
        'Have people register with the agent before they import their certificates.',
        null,
      ),
  },
];
