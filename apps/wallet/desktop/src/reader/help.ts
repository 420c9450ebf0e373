export const READER_HELP = `lanyard reader: this device's derived credential as a PIV card of this desktop

  lanyard reader [--home DIR] [--socket PATH] [--interval SECONDS]

It prints a line such as
  export PCSCLITE_CSOCK_NAME=/run/user/1000/lanyard-reader/pcscd.comm
Programs that are started with it (OpenSC, OpenSSH, OpenSSL, GnuTLS, browsers) find the card; no pcscd, no driver and no
root are needed. Certificates are shown at once; a program that signs or decrypts asks for the derived credential PIN,
whose tries are counted by the server. The card leaves the reader when the credential ends.

  --home DIR          the device (default $LANYARD_DEVICE_HOME, else ~/.lanyard/device); "lanyard device" waits meanwhile
  --socket PATH       where to answer (default in $XDG_RUNTIME_DIR, else ~/.lanyard)
  --interval SECONDS  how often to check in (default 30)

Ctrl-C ends it.
`;
