/** The system's dialogs, the clipboard and the file manager, for the handlers. */
import { type BrowserWindow, clipboard, dialog, type FileFilter, shell } from 'electron';
import type { ShellServices } from '../ipc/handlers/shell-services.ts';
import type { Texts } from '../texts/texts.ts';

const images = ['png', 'jpg', 'jpeg', 'tif', 'tiff', 'bmp', 'webp'];

type Dialogs = Pick<ShellServices, 'chooseFiles' | 'chooseFolder' | 'saveFile' | 'clipboardPng' | 'reveal'>;

/** @param texts In the language that is set now. @param window That the dialogs belong to. */
export function makeDialogs(texts: () => Texts, window: () => BrowserWindow): Dialogs {
  const open = async (
    title: string,
    properties: ('openFile' | 'openDirectory' | 'createDirectory' | 'multiSelections')[],
    filters: FileFilter[] = [],
  ): Promise<readonly string[] | null> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window(), { title, properties, filters });
    return canceled || filePaths.length === 0 ? null : filePaths;
  };
  return {
    chooseFiles(what) {
      const words = texts().dialog;
      const all = { name: words.allFiles, extensions: ['*'] };
      switch (what) {
        case 'boards':
          return open(
            words.chooseBoards,
            ['openFile', 'multiSelections'],
            [{ name: words.imagesAndLists, extensions: [...images, 'jsonl', 'json'] }, all],
          );
        case 'golden':
          return open(words.chooseGolden, ['openFile'], [{ name: words.images, extensions: images }, all]);
        case 'evidence':
          return open(words.chooseEvidence, ['openFile'], [{ name: words.evidence, extensions: ['zip'] }, all]);
        case 'backup':
          return open(words.chooseBackup, ['openFile'], [all]);
      }
    },
    async chooseFolder(purpose) {
      const words = texts().dialog;
      const isImport = purpose === 'import';
      const chosen = await open(isImport ? words.chooseImportFolder : words.chooseExportFolder, [
        'openDirectory',
        ...(isImport ? [] : ['createDirectory' as const]),
      ]);
      return chosen?.[0] ?? null;
    },
    async saveFile(suggestedName) {
      const title = texts().dialog.saveFile;
      const { canceled, filePath } = await dialog.showSaveDialog(window(), { title, defaultPath: suggestedName });
      return canceled || filePath === '' ? null : filePath;
    },
    async clipboardPng() {
      if (!(await clipboard.has('image/png'))) return null;
      for (const item of await clipboard.read()) {
        if (!item.types.includes('image/png')) continue;
        const picture = await item.getType('image/png');
        return new Uint8Array(await picture.arrayBuffer());
      }
      return null;
    },
    reveal: (path) => shell.showItemInFolder(path),
  };
}
