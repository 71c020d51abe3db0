// Preloaded into each Node program that a command starts: the program ends when the command is gone, even by kill -9, so that no
// port stays busy and no second installation meets the first. It must end its own children itself.
if (process.channel && process.ppid === Number(process.env.COMMAND_PID)) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 5000).unref()
  })
  // Watching must not keep a finished program alive.
  process.channel.unref()
}
