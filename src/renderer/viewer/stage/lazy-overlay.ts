import { lazy } from 'react';

/**
 * Loads what draws the marks: with konva a third of the window's code. The window asks for it when it has been drawn
 * for the first time, so that it is there before the first board is.
 */
export const loadOverlay = () => import('./overlay-stage.tsx');

export const OverlayStage = lazy(async () => ({ default: (await loadOverlay()).OverlayStage }));
