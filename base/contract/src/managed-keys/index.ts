export * from './choose-certificate.ts';
export * from './finding.ts';
export * from './host-rule.ts';
export * from './known-apps.ts';
export * from './known-keys.ts';
export * from './match-host-rule.ts';
export * from './recognise-key.ts';
