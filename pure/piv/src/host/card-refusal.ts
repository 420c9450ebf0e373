/** A card answered with another status word than hoped for. */
export class CardRefusal extends Error {
  readonly code = 'card_refused';
  /** SW1 and SW2 as one number; 0 for an answer without them. */
  readonly sw: number;

  constructor(sw: number) {
    super(`the card answered ${sw.toString(16).padStart(4, '0')}`);
    this.name = 'CardRefusal';
    this.sw = sw;
  }
}
