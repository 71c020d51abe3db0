// Preloaded into each Node program that a command starts: the program ends when the command is gone, even by kill -9, so that no
// port stays busy and no second installation meets the first. It must end its own children itself.
if (process.channel && process.ppid === Number(process.env.COMMAND_PID)) {
  process.on('disconnect', () => {
    // The server leaves at once: what it needs is gone with the command.
    process.kill(process.pid, 'SIGINT')
    setTimeout(() => process.exit(1), 5000).unref()
  })
  // Watching must not keep a finished program alive.
  process.channel.unref()
}
