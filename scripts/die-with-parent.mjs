// Preloaded into every Node program that a command starts: it ends as if told to when the command is gone, even by kill -9,
// so that no port stays busy and no second installation meets the first. Its own children are its own affair.
if (process.channel && process.ppid === Number(process.env.COMMAND_PID)) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 5000).unref()
  })
  // Watching must not keep a program alive that is done.
  process.channel.unref()
}
