export { runDeviceCommand } from './run-device-command.ts';
export { runReaderCommand } from './reader/run-reader-command.ts';
export type { DeviceIo } from './io.ts';
export { fileKeyStore } from './file-key-store.ts';
export { fileStorage } from './file-storage.ts';
export { nodeHttp } from './node-http.ts';
export { nodeSocket } from './node-socket.ts';
