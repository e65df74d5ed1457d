/**
 * Holds the stand-in to Electron's own types: whatever it implements is usable as Electron's. Checked by the compiler
 * alone. Left out: events, whose overloads name every event of Electron's.
 */
import type { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type * as standIn from './electron.ts';

/** Names of members that could not stand in for Electron's. Members that Electron does not have are our own. */
type Mismatches<Ours, Real> = {
  [K in Exclude<keyof Ours & keyof Real, keyof EventEmitter>]: Ours[K] extends Real[K] ? never : K;
}[Exclude<keyof Ours & keyof Real, keyof EventEmitter>];

/** @template Parts Members that give out further parts of the stand-in, which have lines of their own here. */
type Check<Ours, Real, Parts extends PropertyKey = never> = Exclude<Mismatches<Ours, Real>, Parts>;

/** Compiles only where every name is `never`. */
type None<Mismatch extends never> = Mismatch;

type Contents = standIn.BrowserWindow['webContents'];
type OurSession = typeof standIn.session.defaultSession;

/** @public Read by the compiler alone. */
export type Conforming = [
  None<Check<typeof standIn.app, Electron.App, 'commandLine'>>,
  None<Check<typeof standIn.app.commandLine, Electron.CommandLine>>,
  None<Check<standIn.BrowserWindow, Electron.BrowserWindow, 'webContents'>>,
  None<Check<Contents, Electron.WebContents, 'session' | 'mainFrame' | 'capturePage'>>,
  None<Check<Contents['mainFrame'], Electron.WebFrameMain>>,
  None<Check<Awaited<ReturnType<Contents['capturePage']>>, Electron.NativeImage>>,
  None<Check<typeof standIn.clipboard, Electron.Clipboard, 'read' | 'write'>>,
  None<Check<standIn.ClipboardItem, Electron.ClipboardItem, 'getType'>>,
  None<Check<typeof standIn.crashReporter, Electron.CrashReporter>>,
  None<Check<typeof standIn.dialog, Electron.Dialog>>,
  None<Check<typeof standIn.ipcMain, Electron.IpcMain>>,
  None<Check<standIn.Menu, Electron.Menu, 'items' | 'getMenuItemById'>>,
  None<Check<standIn.MenuItem, Electron.MenuItem, 'submenu' | 'role'>>,
  None<Check<typeof standIn.nativeTheme, Electron.NativeTheme>>,
  None<Check<typeof standIn.protocol, Electron.Protocol>>,
  None<Check<typeof standIn.screen, Electron.Screen>>,
  None<Check<OurSession, Electron.Session, 'webRequest'>>,
  None<Check<OurSession['webRequest'], Electron.WebRequest>>,
  None<Check<typeof standIn.shell, Electron.Shell>>,
];
