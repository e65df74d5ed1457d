/** Of the standard's API what is used here; its types come with those of browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports?: KernelImports) => { readonly exports: unknown };
};

/** What every kernel exports beside its functions, whose pointers are byte offsets in `memory`. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly __heap_base: { readonly value: number };
}

/** Functions that a kernel calls, by the name of their module and their own. Numbers come as signed ones of 32 bits. */
export type KernelImports = Readonly<Record<string, Readonly<Record<string, (...numbers: number[]) => void>>>>;

const pageBytes = 65_536;

/** @param bytes The kernel's WebAssembly in base64, as `npm run build:kernels` writes it. */
export const compileKernel = (bytes: string): object => new WebAssembly.Module(Buffer.from(bytes, 'base64'));

/** A kernel with memory of its own, which never shrinks. */
export const startKernel = <Exports extends KernelExports>(compiled: object, imports?: KernelImports): Exports =>
  new WebAssembly.Instance(compiled, imports).exports as Exports;

/** Makes the memory at least so many bytes long. Views of it made before are empty then. */
export function growKernel({ memory }: KernelExports, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}
