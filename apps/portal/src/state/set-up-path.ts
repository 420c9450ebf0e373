/** The screen where a request, or a registration PIN alone, is followed to its end. */
export const setUpPath = (requestId: string | null): string =>
  requestId === null ? '/set-up/pin' : `/set-up/${encodeURIComponent(requestId)}`;
