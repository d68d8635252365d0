/**
 * Loaded with --import into every Node child of the supervisor: when the supervisor dies, however it dies, the IPC
 * channel closes and the child ends in its own orderly way, so that no worker goes on unseen beside the next start's.
 */
const DRAIN_MS = 25_000;

if (process.channel !== undefined) {
  process.on('disconnect', () => {
    // Its stdout and stderr are files; nothing else ties it to the terminal.
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
  });
  process.channel.unref(); // the guard alone keeps no process alive
}
