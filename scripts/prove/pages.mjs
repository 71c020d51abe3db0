export async function attackPages() {}
