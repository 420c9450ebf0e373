export type StartErrorCode =
  | 'data_folder_foreign'
  | 'data_folder_permission'
  | 'data_folder_newer'
  | 'database_unreachable'
  | 'database_user'
  | 'postgres_binaries'
  | 'postgres_version'
  | 'postgres_init'
  | 'postgres_start';

/** A reason why the installation cannot start: `message` is one line for a person and says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode;
  /** What a tool printed, for the log file; may be several lines. */
  readonly output: string | undefined;

  constructor(code: StartErrorCode, message: string, options: { output?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.output = options.output;
  }
}
