/** `window.station`: one function for each channel of the contract, and nothing else. No schema travels into the window. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channelNames, channelOf } from '../ipc/channel-names.ts';

type Listener = (payload: unknown) => void;

const ask = (channel: string) => (input: unknown) => ipcRenderer.invoke(channel, input);

const listen = (channel: string) => (listener: Listener) => {
  const heard = (_event: unknown, payload: unknown): void => listener(payload);
  ipcRenderer.on(channel, heard);
  return () => {
    ipcRenderer.removeListener(channel, heard);
  };
};

const features = Object.entries(channelNames).map(([feature, names]) => [
  feature,
  Object.fromEntries(
    Object.entries(names).map(([name, kind]) => {
      const channel = channelOf(feature, name);
      return [name, kind === 'call' ? ask(channel) : listen(channel)];
    }),
  ),
]);

contextBridge.exposeInMainWorld('station', {
  ...Object.fromEntries(features),
  files: { pathOf: (file: File) => webUtils.getPathForFile(file) },
});
