export const READER_HELP = `lanyard reader: a phone's derived credential as a PIV card of this desktop

  lanyard reader pair --server URL [--name TEXT] [--ca FILE]   pairs a phone: shows a word, asks for the code on the phone
  lanyard reader [--socket PATH]                               has the paired phone's card, and wakes the phone for it
  … pair --bluetooth, … reader --bluetooth                     near by, over Bluetooth LE, without or besides the network
  lanyard reader forget                                        forgets the phone
  lanyard reader install | uninstall                           for this person's sessions; uninstall undoes it exactly
  lanyard reader doctor                                        what Chromium, Firefox, OpenSSH, OpenSSL still need
  lanyard reader --home DIR [--interval SECONDS]               the card of a headless device on this machine instead

It prints a line such as
  export PCSCLITE_CSOCK_NAME=/run/user/1000/lanyard-reader/pcscd.comm
Programs that are started with it (OpenSC, OpenSSH, OpenSSL, GnuTLS, browsers) find the card; no pcscd, no driver and no
root are needed. Certificates are shown at once; a program that signs or decrypts asks for the derived credential PIN,
whose tries are counted by the server. The card stays in the reader while the phone sleeps: whoever signs or decrypts
wakes it. It leaves the reader when the credential ends, and by "Disconnect" on the phone.

This desktop holds no key of the card: what passes between it and the phone is sealed from end to end. A program waits
up to a minute for the phone and its holder; a card error says that nothing came.

  --reader-home DIR   what this reader is (default $LANYARD_READER_HOME, else ~/.lanyard/reader)
  --home DIR          the headless device (default, where no phone is paired, $LANYARD_DEVICE_HOME, else
                      ~/.lanyard/device); "lanyard device" waits meanwhile
  --socket PATH       where to answer (default in $XDG_RUNTIME_DIR, else ~/.lanyard)
  --bluetooth         shows this desktop to phones near by, by BlueZ of this machine; the phone's browser must have Web
                      Bluetooth (Chrome on Android). "lanyard reader doctor" says whether Bluetooth is ready
  --vpcd PORT         give the card to a real pcscd instead, through the virtual reader vpcd on this loopback port
                      (35963 as Debian installs it; keep it from the network: it asks nobody who they are)
  --passcode-stdin    opens a headless device's vault, so that a forgotten PIN can be unblocked: the 8 octets of the
                      unblock response ("lanyard device pin challenge") are the PUK
  --interval SECONDS  how often a headless device checks in (default 30)

Ctrl-C ends it.
`;
