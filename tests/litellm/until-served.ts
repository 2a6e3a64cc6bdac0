/** Asks again as long as it is told to try again, as clients do: on a busy machine some of many at once are. */
export async function untilServed(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
    await answer.arrayBuffer();
  }
}
