import { z } from 'zod';
import { text, uuid } from '../../common.ts';
import { derivedPiv } from './purpose.ts';

/** "Wi-Fi" by EAP-TLS (RFC 5216), with the derived credential as its identity. */
export const wifiConfiguration = z.strictObject({
  ssid: text(32).meta({ title: 'SSID', description: 'The name of the network; at most 32 characters.' }),
  hidden: z
    .boolean()
    .default(false)
    .meta({ title: 'Hidden network', description: 'The network does not announce itself.' }),
  autoJoin: z.boolean().default(true).meta({ title: 'Auto join', description: 'Join when the network is near.' }),
  security: z.enum(['WPA2 Enterprise', 'WPA3 Enterprise']).default('WPA2 Enterprise').meta({
    title: 'Security type',
    description: 'A certificate identifies only in enterprise networks.',
  }),
  identity: derivedPiv.default('Derived PIV Credentials').meta({
    title: 'Identity Certificate',
    description: 'The certificate that the device shows to the network: the one for authentication.',
  }),
  userName: text(254).default('${userUID}').meta({
    title: 'User name',
    description: 'The outer identity. Typically ${userUID}.',
  }),
  trustedServers: z.array(text(253)).max(20).default([]).meta({
    title: 'Trusted server names',
    description: 'Names that the certificate of the RADIUS server must have; without any, every name is taken.',
  }),
  trustedCertificates: z.array(uuid).max(20).default([]).meta({
    title: 'Trusted certificates',
    description: 'Certificate configurations of the CAs of the RADIUS server. They travel with this one.',
  }),
});
export type WifiConfiguration = z.infer<typeof wifiConfiguration>;
