/**
 * True for a URL that only this machine can open, whatever else is configured: what is sent there, or asks people to
 * come there, reaches nobody outside. "All addresses" counts too, because it is no address to connect to.
 */
export function isLoopbackUrl(url: string): boolean {
  // The URL class writes every IPv4 address with dots and every IPv6 address at its shortest.
  const host = URL.parse(url)?.hostname.replace(/\.$/, '') ?? '';
  return (
    /^(.+\.)?localhost$/.test(host) ||
    /^(127(\.\d+){3}|0\.0\.0\.0)$/.test(host) ||
    /^\[::(1|ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})?\]$/.test(host)
  );
}
