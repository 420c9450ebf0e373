import { requestSecrets } from '@lanyard/contract';
import type { NewRequestInput, RequestSecrets } from '@lanyard/contract';
import { call, nothing } from './client.ts';

/**
 * Everything a person can do on the portal, as data: an act that needs a fresh card sign-in is kept over the way
 * to the card host and back, and done then.
 */
export type Act =
  | { readonly kind: 'request'; readonly input: NewRequestInput }
  | { readonly kind: 'more-time'; readonly requestId: string }
  | Ending;

type Ending =
  | { readonly kind: 'cancel'; readonly requestId: string }
  | { readonly kind: 'report-lost' | 'remove-device'; readonly deviceId: string }
  | { readonly kind: 'delete-credential' | 'not-me'; readonly credentialId: string }
  | { readonly kind: 'forget-desktop'; readonly readerId: string }
  | { readonly kind: 'end-session'; readonly sessionId: string };

/**
 * Does one act.
 * @returns the one-time secrets when the act made some, else null
 * @throws ApiError
 */
export async function perform(act: Act): Promise<RequestSecrets | null> {
  switch (act.kind) {
    case 'request':
      return call(requestSecrets, 'POST', '/api/me/requests', act.input);
    case 'more-time':
      return call(requestSecrets, 'POST', `/api/me/requests/${encodeURIComponent(act.requestId)}/more-time`);
    default:
      await end(act);
      return null;
  }
}

function end(act: Ending): Promise<undefined> {
  const at = (collection: string, id: string, verb = ''): string =>
    `/api/${collection}/${encodeURIComponent(id)}${verb}`;
  switch (act.kind) {
    case 'report-lost':
      return call(nothing, 'POST', at('me/devices', act.deviceId, '/lost'));
    case 'remove-device':
      return call(nothing, 'DELETE', at('me/devices', act.deviceId));
    case 'delete-credential':
      return call(nothing, 'DELETE', at('me/credentials', act.credentialId));
    case 'not-me':
      return call(nothing, 'POST', at('me/credentials', act.credentialId, '/not-me'));
    case 'forget-desktop':
      return call(nothing, 'DELETE', at('me/desktops', act.readerId));
    case 'end-session':
      return call(nothing, 'DELETE', at('sessions', act.sessionId));
    case 'cancel':
      return call(nothing, 'DELETE', at('me/requests', act.requestId));
  }
}
