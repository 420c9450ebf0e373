// The programs that the test suites drive and nobody here wrote.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Where Debian keeps libraries of this machine's kind. */
export const LIBRARIES = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;

/** Debian package → a file that tells that it is there (a name alone is looked for in PATH) → who needs it. */
export const DEBIAN_PACKAGES = [
  { name: 'openssl', probe: 'openssl', use: 'verify, ocsp and cms as judges of what is issued' },
  { name: 'aapt', probe: 'aapt', use: 'what an Android package says, as a judge of our reader' },
  { name: 'chromium', probe: 'chromium', use: 'portal and wallet, end to end' },
  { name: 'firefox-esr', probe: 'firefox-esr', use: 'the portal in a second browser' },
  { name: 'libnss3-tools', probe: 'certutil', use: "the browsers' certificate store" },
  { name: 'nginx-light', probe: 'nginx', use: 'client certificates at a web server' },
  { name: 'freeradius', probe: 'freeradius', use: 'EAP-TLS' },
  { name: 'softhsm2', probe: 'softhsm2-util', use: 'keys of an authority in a PKCS #11 token' },
  { name: 'eapoltest', probe: 'eapol_test', use: 'EAP-TLS' },
  { name: 'strongswan-pki', probe: 'pki', use: 'EST and SCEP, as a client' },
  { name: 'opensc', probe: 'opensc-tool', use: "the wallet as a PIV card, in other people's programs" },
  { name: 'libpcsclite1', probe: `${LIBRARIES}/libpcsclite.so.1`, use: 'they reach the card through it' },
  { name: 'pcscd', probe: 'pcscd', use: 'the PIV card behind a real pcscd' },
  {
    name: 'vsmartcard-vpcd',
    probe: '/usr/lib/pcsc/drivers/serial/libifdvpcd.so',
    use: 'the reader without hardware of a real pcscd',
  },
  { name: 'scdaemon', probe: '/usr/lib/gnupg/scdaemon', use: 'the PIV card in GnuPG' },
  { name: 'curl', probe: 'curl', use: 'a protected website with the PIV card' },
  { name: 'xvfb', probe: 'Xvfb', use: 'dialogs that a browser draws itself' },
  { name: 'xdotool', probe: 'xdotool', use: 'a PIN typed into them' },
  { name: 'yubico-piv-tool', probe: 'yubico-piv-tool', use: 'a second judge of the PIV card' },
  { name: 'openssh-client', probe: 'ssh', use: 'signing in to a server with the PIV card' },
  { name: 'openssh-server', probe: 'sshd', use: 'the server that ssh signs in to' },
  {
    name: 'libengine-pkcs11-openssl',
    probe: `${LIBRARIES}/engines-3/pkcs11.so`,
    use: 'TLS of OpenSSL with the PIV card',
  },
  { name: 'gnutls-bin', probe: 'gnutls-cli', use: 'TLS of GnuTLS with the PIV card' },
  {
    name: 'libstrongswan-extra-plugins',
    probe: '/usr/lib/ipsec/plugins/libstrongswan-curl.so',
    use: 'SCEP of strongSwan speaks http through it',
  },
  { name: 'slapd', probe: 'slapd', use: 'people and groups of an LDAP directory' },
  { name: 'dbus', probe: 'dbus-daemon', use: 'the bus by which the reader reaches Bluetooth' },
  {
    name: 'bluez',
    probe: '/usr/libexec/bluetooth/bluetoothd',
    use: 'what Bluetooth says on a machine without a radio',
  },
  {
    name: 'fonts-liberation',
    probe: '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf',
    use: 'text in screenshots',
  },
];

const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Full path of a program, also of one in /usr/sbin that an ordinary user's PATH leaves out. */
export function programPath(name) {
  const places = name.startsWith('/') ? [name] : FOLDERS.map((folder) => join(folder, name));
  return places.find(isThere);
}

export function missingPackages() {
  return DEBIAN_PACKAGES.filter(({ probe }) => programPath(probe) === undefined);
}

function isThere(path) {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
