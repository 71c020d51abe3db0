// Preloaded into every Node program that a command starts: it ends when the command is gone, even by kill -9, so that no
// port stays busy and no second installation meets the first.
process.on('disconnect', () => process.exit(1))
// Watching must not keep a program alive that is done.
process.channel?.unref()
