'use strict';

const { readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

/** What tells whether a file was changed or replaced, without reading it. */
function stamp(path) {
  try {
    const { mtimeNs, size, ino } = statSync(path, { bigint: true });
    return `${path} ${mtimeNs} ${size} ${ino}`;
  } catch (error) {
    return `${path} ${error.code}`;
  }
}

function stamps(path) {
  let names;
  try {
    names = readdirSync(path).sort();
  } catch {
    // A file, or nothing: its stamp says which.
    return [stamp(path)];
  }
  return [path, ...names.map((name) => stamp(join(path, name)))];
}

/** What files, and files of folders, are like now. */
function look(paths) {
  return paths.flatMap(stamps).join('\n');
}

/**
 * Tells when files, or files of folders, change. It looks again and again instead of being told by the system:
 * that works for files that are renamed over, for links and for network drives alike.
 *
 * @param seen what they were like before they were read
 * @param found gives who is to be told, as long as there is somebody
 * @returns {() => void} ends it
 */
function watchPaths(paths, interval, seen, found) {
  let last = seen;
  const timer = setInterval(() => {
    const watcher = found();
    if (watcher === undefined) return clearInterval(timer);
    const now = look(paths);
    if (now === last) return;
    last = now;
    watcher();
  }, interval);
  // A process ends though a guard watches.
  timer.unref();
  return () => clearInterval(timer);
}

module.exports = { look, watchPaths };
