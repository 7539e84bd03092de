// Books the courier. The order's id is the booking's own key, so that a retry books nothing twice.
export async function handle(order: { orderId: string; article: string; count: number }) {
  const response = await fetch(`${process.env.COURIER_URL}/bookings/${encodeURIComponent(order.orderId)}`, {
    method: "PUT",
    body: JSON.stringify({ article: order.article, count: order.count }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`courier answered ${response.status}`);
  return { ...order, tracking: ((await response.json()) as { tracking: string }).tracking };
}
