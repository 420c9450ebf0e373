/** As an address and not as text to be taken apart: a comma in it must not make two recipients. */
export const oneAddress = (address: string) => ({ name: '', address });
