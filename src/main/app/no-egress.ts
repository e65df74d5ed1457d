/**
 * Switches that keep Chromium from talking to anybody but the servers that a site has named. The page's policy and the
 * request filter (lock-down.ts) stop what a page asks for; these stop what neither sees: names that are looked up in
 * advance, WebRTC, and the browser's own services.
 */
export interface Switch {
  readonly name: string;
  readonly value?: string;
}

/** A star would be a pattern of the rule, and let everything through. */
const plainHost = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/;

/** @param servers Addresses that may be reached; empty in the usual case. */
export function egressSwitches(servers: readonly string[]): readonly Switch[] {
  const named = new Set(servers.map((server) => new URL(server).hostname));
  const hosts = [...named].filter((host) => plainHost.test(host));
  const rules = ['MAP * ~NOTFOUND', ...hosts.map((host) => `EXCLUDE ${host}`)].join(', ');
  return [
    { name: 'host-resolver-rules', value: rules },
    // The policy of a page says nothing about WebRTC, which would reach a TURN server past the request filter.
    { name: 'force-webrtc-ip-handling-policy', value: 'disable_non_proxied_udp' },
    { name: 'disable-background-networking' },
    { name: 'disable-component-update' },
    { name: 'disable-domain-reliability' },
    { name: 'no-pings' },
  ];
}
