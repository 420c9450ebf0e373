/** What the card application remembers between commands, until it is reset. */
export interface CardState {
  pinVerified: boolean;
  /** The PIN was given and no private key has been used since: what the signature key asks for each time. */
  pinFresh: boolean;
}

export const freshState = (): CardState => ({ pinVerified: false, pinFresh: false });

export function grantPin(state: CardState): void {
  state.pinVerified = true;
  state.pinFresh = true;
}

export function withdrawPin(state: CardState): void {
  state.pinVerified = false;
  state.pinFresh = false;
}
