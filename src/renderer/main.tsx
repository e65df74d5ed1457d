import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createWorkspace, followStation } from './app/workspace.ts';
import { WindowFrame } from './app/window-frame.tsx';

const workspace = createWorkspace(window.station, navigator.language);
followStation(workspace);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <WindowFrame workspace={workspace} />
  </StrictMode>,
);
