/**
 * Custom schemes as addresses that an ordinary browser loads: `app://workstation/a` ↔ `http://workstation.app.localhost/a`.
 * Hosts under `localhost` are secure contexts, so the window has the same abilities as with a privileged scheme.
 */
export class CustomSchemes {
  readonly #schemes = new Set<string>();

  add(scheme: string): void {
    this.#schemes.add(scheme);
  }

  has(scheme: string): boolean {
    return this.#schemes.has(scheme);
  }

  toHttp(url: string): string {
    const [, scheme, host, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
    return scheme !== undefined && this.has(scheme) ? `http://${host}.${scheme}.localhost${rest || '/'}` : url;
  }

  fromHttp(url: string): string {
    const [, host, scheme, rest] = /^http:\/\/([^/?#]*)\.([a-z0-9+-]+)\.localhost(.*)$/i.exec(url) ?? [];
    return scheme !== undefined && this.has(scheme) ? `${scheme}://${host}${rest || '/'}` : url;
  }

  /** A content security policy that names custom schemes, in the browser's words. */
  policyToHttp(policy: string): string {
    return policy
      .replace(/([a-z][a-z0-9+-]*):\/\/[\w.-]+/g, (source) => this.toHttp(source).replace(/\/$/, ''))
      .replace(/(^|[\s;])([a-z][a-z0-9+-]*):(?=[\s;]|$)/g, (source, before: string, scheme: string) =>
        this.has(scheme) ? `${before}http://*.${scheme}.localhost` : source,
      );
  }
}
