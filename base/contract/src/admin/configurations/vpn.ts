import { z } from 'zod';
import { text, uuid } from '../../common.ts';
import { derivedPiv } from './purpose.ts';

/** "VPN", with the derived credential as its identity. */
export const vpnConfiguration = z.strictObject({
  connectionName: text(60).meta({
    title: 'Connection name',
    description: 'What the user sees in the list of connections.',
  }),
  type: z.enum(['IKEv2', 'IPsec', 'OpenVPN']).default('IKEv2').meta({
    title: 'Connection type',
    description: 'IKEv2 is what iOS and Android have of themselves; OpenVPN needs its app.',
  }),
  server: text(253).meta({ title: 'Server', description: 'Host name or address of the gateway.' }),
  remoteId: text(253).nullable().default(null).meta({
    title: 'Remote identifier',
    description: 'What the gateway calls itself; its host name where empty.',
  }),
  userName: text(254).default('${userEmailAddress}').meta({
    title: 'Local identifier',
    description: 'What the device calls itself. Typically ${userEmailAddress}.',
  }),
  identity: derivedPiv.default('Derived PIV Credentials').meta({
    title: 'Identity Certificate',
    description: 'The certificate that the device shows to the gateway: the one for authentication.',
  }),
  onDemandDomains: z.array(text(253)).max(50).default([]).meta({
    title: 'On demand for domains',
    description: 'The connection opens by itself when one of them is asked for.',
  }),
  trustedCertificates: z.array(uuid).max(20).default([]).meta({
    title: 'Trusted certificates',
    description: 'Certificate configurations of the CAs of the gateway. They travel with this one.',
  }),
});
export type VpnConfiguration = z.infer<typeof vpnConfiguration>;
