import { describe, expect, it } from 'vitest';
import { createNavigation } from './navigation.ts';

describe('moving between views', () => {
  it('finds a view as it was left', () => {
    const navigation = createNavigation();
    const { go } = navigation.getState();
    go('history', { filter: { verdict: 'fail' } });
    go('review', { inspectionId: 'i1' });
    go('history');
    expect(navigation.getState().place).toEqual({ view: 'history', params: { filter: { verdict: 'fail' } } });
  });

  it('opens a view with what it is given, and forgets what was before', () => {
    const navigation = createNavigation();
    const { go } = navigation.getState();
    go('audit', { objectId: 'o1' });
    go('statistics');
    go('audit', {});
    expect(navigation.getState().place).toEqual({ view: 'audit', params: {} });
  });

  it('never opens an earlier board again by itself', () => {
    const navigation = createNavigation();
    const { go } = navigation.getState();
    go('review', { inspectionId: 'i1' });
    go('settings');
    go('review');
    expect(navigation.getState().place).toEqual({ view: 'review', params: {} });
  });
});
