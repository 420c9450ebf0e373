import type { Platform, Provider } from './common.ts';

export interface GuideFor {
  /** A phone is registered already: nothing is to be installed or registered again. */
  readonly registered: boolean;
  /** Without it the steps of both are told, each with its platform. */
  readonly platform?: Extract<Platform, 'ios' | 'android'>;
  /** The app of a provider of the kind `other`. */
  readonly appName?: string;
}

interface Step {
  readonly words: string;
  readonly only?: 'ios' | 'android';
}

const CARD = 'Sign in to the self-service portal with your smart card.';
const PIN = 'Request a one-time registration PIN there.';
const AGENT = 'Install the Go app on the phone; on Android the Secure Apps Manager too.';
const REGISTER = 'Register the Go app with your user name and the registration PIN.';
const USE = 'Use your secure apps.';

/** What a person does to get a derived credential, in order: shown in the portal and sent with invitations. */
export function userGuide(
  provider: Provider,
  { registered, platform, appName = "the provider's app" }: GuideFor,
): string[] {
  return stepsOf(provider, registered, appName)
    .filter(({ only }) => only === undefined || platform === undefined || only === platform)
    .map(({ words }) => words);
}

function stepsOf(provider: Provider, registered: boolean, appName: string): readonly Step[] {
  switch (provider) {
    case 'lanyard':
      return registered ? lanyardAgain : lanyardFirst;
    case 'entrust':
      return registered ? entrustAgain : entrustFirst;
    case 'purebred':
      return registered ? purebredAgain : purebredFirst;
    case 'other':
      return otherSteps(appName, registered);
  }
}

const lanyardAgain: readonly Step[] = [
  { words: `${CARD} Choose "Request PIN and Derived Credential", for the phone that you have.` },
  { words: 'Open the wallet on the phone and activate the credential with the activation password.' },
];

const lanyardFirst: readonly Step[] = [
  { words: CARD },
  {
    words:
      'Choose "Request PIN and Derived Credential". A registration PIN, an activation password and a QR code appear.',
  },
  { words: 'Scan the QR code with the phone and open the wallet; on an iPhone add it to the Home Screen first.' },
  { words: 'Register the wallet with your user name and the registration PIN.' },
  { words: 'Choose a passcode and a PIN, and activate the credential with the activation password.' },
  { words: USE },
];

const entrustAgain: readonly Step[] = [
  { words: 'Get a QR code and an activation password from the self-service portal of Entrust.' },
  { words: 'Scan the code in the PIV-D Manager app on the phone and activate the credential with the password.' },
];

const entrustFirst: readonly Step[] = [
  { words: CARD },
  { words: PIN },
  { words: 'Request a derived credential from Entrust, which shows a one-time activation password.' },
  { words: AGENT },
  { words: REGISTER },
  { words: 'On Android, install the PIV-D Manager app and your secure apps.', only: 'android' },
  { words: 'On an iPhone or iPad, install the PIV-D Manager app and your secure apps.', only: 'ios' },
  {
    words: 'On an iPhone or iPad, open PIV-D Manager, choose Entrust and activate with the activation password.',
    only: 'ios',
  },
  { words: 'On Android, open PIV-D Manager and activate with the activation password.', only: 'android' },
  { words: USE },
];

const purebredAgain: readonly Step[] = [
  { words: 'Get a new derived credential in the DISA Purebred Registration app.' },
  { words: 'Open PIV-D Manager, choose DISA Purebred and import the certificates.' },
];

const purebredFirst: readonly Step[] = [
  { words: CARD },
  { words: PIN },
  { words: 'Install the Go app on the iPhone or iPad.' },
  { words: REGISTER },
  { words: 'Install the DISA Purebred Registration app.' },
  { words: 'Install the PIV-D Manager app.' },
  { words: 'Open the DISA Purebred Registration app and get the derived credential there.' },
  { words: 'Open PIV-D Manager, choose DISA Purebred and import the certificates; they go on to Go.' },
  { words: 'Install your secure apps.' },
  { words: USE },
];

function otherSteps(appName: string, registered: boolean): readonly Step[] {
  const own = { words: `Open ${appName} and follow its instructions.` };
  if (registered) return [own, { words: USE }];
  return [
    { words: CARD },
    { words: PIN },
    { words: 'Install the Go app on the iPhone or iPad.' },
    { words: REGISTER },
    { words: `Install ${appName} and your secure apps.` },
    own,
    { words: USE },
  ];
}
