// Files on their way to the daemon, piece by piece, so that no more than a piece is ever in memory on either side.

import { ask, client } from "./api";

const piece_size = 600_000; // bytes; as base64 within the daemon's limit for a request

export interface Chosen {
  file: File;
  name: string; // with the folders it was chosen from
}

export const chosen = (files: Iterable<File>): Chosen[] =>
  [...files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));

/** What was dropped: files, and folders with everything in them. */
export async function dropped(items: DataTransferItemList): Promise<Chosen[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map((entry) => files_in(entry, "")))).flat();
}

async function files_in(entry: FileSystemEntry, above: string): Promise<Chosen[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    return [{ file, name: above + entry.name }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Chosen[] = [];
  while (true) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const each of some) found.push(...(await files_in(each, `${above}${entry.name}/`)));
  }
}

async function base64(piece: Blob): Promise<string> {
  const bytes = new Uint8Array(await piece.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** The name under which the daemon keeps them. */
export async function handed_over(files: Chosen[], told: (done: number, total: number) => void): Promise<string> {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  let upload: string | undefined;
  let done = 0;
  for (const { file, name } of files) {
    let offset = 0;
    do {
      const piece = file.slice(offset, offset + piece_size);
      const body = { upload, name, offset, data: await base64(piece) };
      upload = (await ask(client.POST("/v1/uploads", { body }))).upload;
      offset += piece.size;
      done += piece.size;
      told(done, total);
    } while (offset < file.size);
  }
  return upload ?? "";
}
