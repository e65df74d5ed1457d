import { expect, it } from 'vitest';
import { outputNames } from './output-names.ts';
import { providerOrder } from './provider-order.ts';

it('gives every board a file of its own', () => {
  const name = outputNames('/out', '.pdf');
  expect(['/a/1.jpg', '/b/1.png', '/c/A.jpg', '/c/a.jpg', '/d/.png'].map(name)).toEqual([
    '/out/1.pdf',
    '/out/1-2.pdf',
    '/out/A.pdf',
    '/out/a-2.pdf',
    '/out/.png.pdf',
  ]);
});

it('tries only the provider that was named, and orders the rest by setting or platform', () => {
  expect(providerOrder('cuda', ['cpu'])).toEqual(['cuda']);
  expect(providerOrder('auto', undefined, 'linux')).toEqual(['cuda', 'cpu']);
  expect(providerOrder('auto', ['webgpu', 'nonsense', 'cpu'])).toEqual(['webgpu', 'cpu']);
  expect(providerOrder('auto', 'nonsense', 'aix')).toEqual(['cpu']);
});
