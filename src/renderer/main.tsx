import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { WindowFrame } from './app/window-frame.tsx';
import { createWorkspace, followStation } from './app/workspace.ts';

const workspace = createWorkspace(window.station, navigator.language);
followStation(workspace);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <WindowFrame workspace={workspace} />
  </StrictMode>,
);
