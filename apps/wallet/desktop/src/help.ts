export const HELP = `lanyard device: a wallet without a screen

  register --server URL --user NAME [--name TEXT] [--platform ios|android|desktop] [--os-version V] [--ca FILE]
  check-in                      learn what changed
  activate [LINK|ID]            activate the pending credential request, or the one named; goes on after a stop
  status [--json]               what this device has; asks nobody
  sign --in FILE [--purpose signing|authentication] [--credential ID] [--out FILE]
  export --out FILE [--purpose authentication|signing|encryption|decryption]   where policy allows keys to leave
  app IDENTIFIER                what an app is handed when it starts
  passcode change, pin change
  pin challenge                 a forgotten PIN: the challenge that the self-service portal answers
  pin reset                     a new PIN with its response
  delete [ID] --yes             delete a credential
  unregister --yes [--force]    end this device; --force even when the server cannot be told
  watch [--interval SECONDS]    check in again and again
  pair WORD                     pair a desktop, under the word that "lanyard reader pair" shows there
  connect [NAME] [--yes]        be the card of a paired desktop until Ctrl-C; --yes takes its number for the right one
                                with --passcode-stdin its PIN can be unblocked from the desktop meanwhile
  desktops                      the paired desktops, and what they did
  forget NAME                   forget a paired desktop

Common: --home DIR (default $LANYARD_DEVICE_HOME, else ~/.lanyard/device).

Secrets are never arguments. They are asked for at a terminal, or come from
  --registration-pin-stdin --activation-password-stdin --passcode-stdin --pin-stdin --new-passcode-stdin --new-pin-stdin
  --unblock-response-stdin                                      a line of standard input each, in the order given
  --secrets FILE                lines such as passcode=…; "-" is standard input

Ends with 0 done, 1 refused, 2 wrong usage or a missing secret, 3 the server could not be reached, 70 a fault of ours.
`;
