import { usage } from '../arguments.ts';
import type { Command } from './command.ts';

/** Registers this home as a device, and checks in once so that the organisation's rules are known. */
export const registerCommand: Command = async ({ wallet, args, io, secrets }) => {
  if (args.user === undefined) throw usage('Who registers? Name the person with --user NAME.');
  const registrationPin = await secrets.get('registration-pin', 'Registration PIN');
  const facts = {
    ...(args.name === undefined ? {} : { name: args.name }),
    ...(args.platform === undefined ? {} : { platform: args.platform }),
  };
  const { deviceId, person } = await wallet.register({ userName: args.user, registrationPin, facts });
  const { organisation, request } = await wallet.checkIn();
  io.out(`Registered as ${person.displayName} at ${organisation}, device ${deviceId}.\n`);
  io.say(
    request?.state === 'pending'
      ? 'A new credential is ready for activation: lanyard device activate\n'
      : 'No credential was requested for this device, so there is nothing to activate: request one in the self-service portal.\n',
  );
};
