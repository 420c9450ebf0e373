/** Why a browser gave no passkey. */
export type PasskeyRefusal = 'closed' | 'known' | 'impossible';

interface Words {
  readonly title: string;
  readonly next: string;
}

/** What the exception of `navigator.credentials` means (WebAuthn L3 §5.1.3, §5.1.4). @param name of the DOMException */
export function passkeyRefusal(name: string): PasskeyRefusal {
  if (name === 'NotAllowedError' || name === 'AbortError') return 'closed';
  return name === 'InvalidStateError' ? 'known' : 'impossible';
}

export const passkeyWords: Readonly<Record<PasskeyRefusal, Words>> = {
  closed: {
    title: 'No passkey was used.',
    next: 'Choose the button again and follow what your browser asks. Signing in with your certificate works as well.',
  },
  known: {
    title: 'This device already has a passkey for this portal.',
    next: 'Use the one that it has, or choose another device or security key.',
  },
  impossible: {
    title: 'This browser cannot use a passkey here.',
    next: 'Open the portal under its name rather than a number, over https, or sign in with your certificate.',
  },
};
