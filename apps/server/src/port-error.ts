/** A port that cannot be had: one line that says what to do. */
export class PortError extends Error {
  readonly code = 'port_unavailable';

  static from(error: unknown, name: string, port: number, host: string): Error {
    const code = (error as { code?: unknown }).code;
    const option = `--${name}-port N`;
    if (code === 'EADDRINUSE')
      return new PortError(
        `port ${port} (${name}) is taken: stop what listens there, or choose another with ${option}`,
      );
    if (code === 'EACCES')
      return new PortError(`this user may not listen on port ${port} (${name}): choose one above 1023 with ${option}`);
    if (code === 'EADDRNOTAVAIL')
      return new PortError(`${host} is no address of this machine: choose another with --listen`);
    return error instanceof Error ? error : new PortError(String(error));
  }
}
