import { describe, expect, it } from 'vitest';
import { int8Instruction } from './int8-instructions.ts';

const core = (flags: string): string =>
  `processor\t: 0\nmodel name\t: any\nflags\t\t: fpu sse2 ${flags} rdpid\nbugs\t\t: none\n\n`;

describe('instructions for int8', () => {
  it('are read from what Linux says of every core', () => {
    expect(int8Instruction(core('avx512_vnni').repeat(4))).toBe('avx512_vnni');
    expect(int8Instruction(core('avx_vnni'))).toBe('avx_vnni');
    expect(int8Instruction(core('amx_bf16 amx_int8 avx512_vnni avx_vnni'))).toBe('avx512_vnni');
  });

  it('do not count where a core lacks them, or another word only contains them', () => {
    expect(int8Instruction(core('avx_vnni') + core('avx2'))).toBeNull();
    expect(int8Instruction(core('avx_vnni_int16 xavx512_vnni'))).toBeNull();
    expect(int8Instruction(core('avx2 fma'))).toBeNull();
  });

  it('are not known where nothing is said', () => {
    expect(int8Instruction('')).toBeNull();
    expect(int8Instruction('processor\t: 0\nFeatures\t: fp asimd asimddp i8mm\n')).toBeNull();
  });
});
