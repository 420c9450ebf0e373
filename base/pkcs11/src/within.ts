import { Pkcs11Error } from './pkcs11-error.ts';

/**
 * The result of a call into a module, if it comes in time. The thread of a call that hangs cannot be taken back, but
 * nobody has to wait for it.
 * @param milliseconds to wait
 * @throws Pkcs11Error `call_failed`
 */
export async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const refuse = (): void => reject(new Pkcs11Error('call_failed', `the token gave no answer in ${milliseconds} ms`));
  const timer = setTimeout(refuse, milliseconds);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
