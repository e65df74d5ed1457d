/** Pointer, wheel and pinch on a pane, turned into moves of the view and events of the tools. */
import type { Point } from '../space/point.ts';
import { toBoard } from '../space/view.ts';
import type { ToolEvent } from '../tools/tool.ts';
import type { ViewStore } from './view-store.ts';

export interface GestureTarget {
  readonly view: ViewStore;
  readonly send: (event: ToolEvent) => void;
  /** The pointer rests at this board point; null when it left. */
  readonly hover: (at: Point | null) => void;
}

/** How near a pointer must be to hit something, CSS pixels: a gloved finger is wider than a mouse. */
const reachOf = (event: PointerEvent): number => (event.pointerType === 'touch' ? 20 : 6);

/** Wheel units to a factor: one notch (100 px) is a fifth. A pinch on a touchpad arrives as a wheel with Ctrl. */
function wheelFactor(event: WheelEvent): number {
  const unit =
    event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 300 : 1;
  const pixels = Math.min(Math.max(event.deltaY * unit, -300), 300);
  return Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0018));
}

const distance = (a: Point, b: Point): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** Listens on the element until the answer is called. */
export function attachGestures(element: HTMLElement, { view, send, hover }: GestureTarget): () => void {
  const pointers = new Map<number, Point>();
  /** Pointers that move the board by themselves: the middle button, and both fingers of a pinch. */
  const movers = new Set<number>();

  const placeOf = (event: MouseEvent): Point => {
    const rectangle = element.getBoundingClientRect();
    return { x: event.clientX - rectangle.left, y: event.clientY - rectangle.top };
  };
  const onBoard = (pane: Point): Point => toBoard(view.getState().view, pane);
  const reachOnBoard = (event: PointerEvent): number => reachOf(event) / view.getState().view.scale;

  const down = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse' && event.button > 1) return;
    // Controls that lie on the pane, such as the curtain's handle, have their own gestures.
    if (event.target instanceof Element && event.target.closest('[role="slider"], button') !== null) return;
    const pane = placeOf(event);
    element.setPointerCapture(event.pointerId);
    // The frame of the focus is for the keyboard.
    element.setAttribute('data-by-pointer', '');
    element.focus({ preventScroll: true });
    pointers.set(event.pointerId, pane);
    if (pointers.size > 1) {
      for (const id of pointers.keys()) movers.add(id);
      send({ type: 'pointer_lost' });
    } else if (event.button === 1) movers.add(event.pointerId);
    else send({ type: 'pointer_down', at: onBoard(pane), pane, reach: reachOnBoard(event) });
    event.preventDefault();
  };

  const move = (event: PointerEvent): void => {
    const pane = placeOf(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      hover(onBoard(pane));
      return;
    }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, pane);
    if (other !== undefined)
      view.actions.pinch(between(before, other), between(pane, other), distance(pane, other) / distance(before, other));
    else if (movers.has(event.pointerId)) view.actions.pan(pane.x - before.x, pane.y - before.y);
    else send({ type: 'pointer_move', at: onBoard(pane), pane, even: event.shiftKey });
    hover(onBoard(pane));
  };

  const up = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    const pane = placeOf(event);
    if (!movers.delete(event.pointerId))
      send({ type: 'pointer_up', at: onBoard(pane), pane, reach: reachOnBoard(event) });
  };

  const lost = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    if (!movers.delete(event.pointerId)) send({ type: 'pointer_lost' });
  };

  const leave = (): void => hover(null);

  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    view.actions.zoom(wheelFactor(event), placeOf(event));
  };

  const listening = new AbortController();
  const options = { signal: listening.signal };
  element.addEventListener('pointerdown', down, options);
  element.addEventListener('pointermove', move, options);
  element.addEventListener('pointerup', up, options);
  element.addEventListener('pointercancel', lost, options);
  element.addEventListener('pointerleave', leave, options);
  element.addEventListener('wheel', wheel, { ...options, passive: false });
  return () => listening.abort();
}
