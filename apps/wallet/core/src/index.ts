export type { AppStart } from './configurations/start-app.ts';
export type { SystemPort } from './configurations/outcome.ts';
export { createWallet } from './wallet.ts';
export type { Wallet, WalletConfig, WalletPorts } from './wallet.ts';
export type { WalletOverview } from './wallet-overview.ts';
export type { Chosen } from './wallet-secrets.ts';
export { CARD_ATR, cardIdentity, walletCard } from './card/wallet-card.ts';
export type { CardParts, WalletCard } from './card/wallet-card.ts';
export type { KeyOperations } from './card/key-operations.ts';
export { scalarOf, signDigest } from './card/sign-digest.ts';
export { webKeyOperations } from './card/web-key-operations.ts';
export { type After, afterHere, type Carrier } from './link/carrier.ts';
export type { CardAct, CardUse } from './link/card-use.ts';
export { type Channel, openChannel } from './link/channel.ts';
export { connectAtDesktop, type DesktopTalk } from './link/connect.ts';
export { desktopCard, type DesktopCard } from './link/desktop-card.ts';
export type { Trouble } from './link/connection.ts';
export type { Desktops, DesktopsState, DesktopView } from './link/desktops.ts';
export { gattCarrier } from './link/gatt/gatt-carrier.ts';
export type { PacketPort } from './link/gatt/packets.ts';
export { type Bluetooth, type BluetoothState, GATT, type NearDesktop, type NearWay } from './link/nearby/bluetooth.ts';
export { greetPhone } from './link/nearby/greeting.ts';
export { createInbox } from './link/inbox.ts';
export { shortName } from './short-name.ts';
export { makeNoiseKeys, noiseKeys } from './link/noise.ts';
export { pairAtDesktop, PAIRING_MS, PAIRING_TRIES } from './link/pair.ts';
export type { Over } from './link/carrier.ts';
export type { PairedDesktop, PairingProgress, WaitingChoice } from './link/pair-desktop.ts';
export type { RemoteCard } from './link/remote-card.ts';
export { type OpenSocket, relayUrl, type Socket, socketOver, webSocket, type WebSocketLike } from './link/socket.ts';
export { within } from './link/conversation.ts';
export type { PushPort } from './link/push-port.ts';
export type { WakingState } from './link/waking.ts';
export type { ActivationState } from './activation.ts';
export type { ActivationProgress, OnProgress } from './activation-steps.ts';
export type { ActivationStep } from './activation-record.ts';
export type { CertificateDetails, CredentialDetails } from './credentials.ts';
export { hasEnded } from './credential-record.ts';
export { isServerError, isWalletError, LanyardWalletError, ServerError, WalletError } from './errors.ts';
export { walletErrorCatalogue, type WalletErrorCode } from './wallet-errors.ts';
export { fetchHttp } from './fetch-http.ts';
export { type OneAtATime, oneAtATime } from './one-at-a-time.ts';
export { memoryStorage } from './memory-storage.ts';
export type { LostKeys } from './lost-keys.ts';
export { exportJwk, webKeyStore } from './web-key-store.ts';
export { openHpke } from './hpke.ts';
export { normaliseSecret } from './one-time-secret.ts';
export { requestOf } from './request-link.ts';
export { PIN_MAX_DIGITS, PIN_MIN_DIGITS } from './pin-rules.ts';
export type {
  Clock,
  DeviceKeys,
  HpkeMessage,
  Http,
  HttpRequest,
  HttpResponse,
  KeyStore,
  RandomBytes,
  Storage,
} from './ports.ts';
export type { DeviceFacts, Registration } from './registration.ts';
export type { ExportedKey, KeyChoice, OpenKey } from './use-key.ts';
export type { VaultStatus } from './vault.ts';
export type { PinReset } from './unblock.ts';
