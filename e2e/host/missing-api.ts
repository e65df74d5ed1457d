/** What the stand-in does not have says so at its first use, instead of doing nothing. */
export function missingApi(name: string): never {
  const refuse = (member: string): never => {
    throw new Error(`stand-in: electron.${name}${member} is not implemented`);
  };
  return new Proxy(class Missing {}, {
    get: (_target, key) => (typeof key === 'symbol' || key === 'then' ? undefined : refuse(`.${key}`)),
    apply: () => refuse('()'),
    construct: () => refuse(''),
  }) as never;
}
