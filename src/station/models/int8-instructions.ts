/** Instructions that multiply bytes and add up four products at once: with them the int8 graph was measured 2.3 to 2.5 times as fast as fp32. */
const wanted = ['avx512_vnni', 'avx_vnni', 'amx_int8'] as const;
export type Int8Instruction = (typeof wanted)[number];

/**
 * Which of them every core has, from the text of /proc/cpuinfo (Linux on x86; flags as in arch/x86/include/asm/cpufeatures.h).
 * Null where none is, and where the text does not say, as on other systems and processors, on which nothing was measured.
 */
export function int8Instruction(cpuinfo: string): Int8Instruction | null {
  const cores = [...cpuinfo.matchAll(/^flags\s*:(.*)$/gm)].map((line) => new Set((line[1] ?? '').trim().split(/\s+/)));
  if (cores.length === 0) return null;
  return wanted.find((name) => cores.every((flags) => flags.has(name))) ?? null;
}
