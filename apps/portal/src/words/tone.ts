/** The four meanings a state colour has on this portal; each is shown with a word and a mark too. */
export type Tone = 'active' | 'waiting' | 'attention' | 'ended';

export interface StateWord {
  readonly word: string;
  readonly tone: Tone;
}
