/** What the transport knows of a message. */
export interface ScepCall {
  readonly authority: string;
  /** Address of the caller. */
  readonly source: string;
  readonly correlationId: string;
}
