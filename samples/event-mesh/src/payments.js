// Money. The bank takes the order's id as its key, so that a repeated event neither charges nor refunds twice.
const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } = require("@aws-sdk/lib-dynamodb");
const { EventBridgeClient, PutEventsCommand } = require("@aws-sdk/client-eventbridge");

const TableName = process.env.PAYMENTS_TABLE;
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const bus = new EventBridgeClient({});

async function tell(detailType, detail) {
  const { FailedEntryCount } = await bus.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: process.env.BUS, Source: "payments", DetailType: detailType, Detail: JSON.stringify(detail) }],
    }),
  );
  if (FailedEntryCount) throw new Error(`${detailType} was not taken by the bus`);
}

async function ask(kind, order) {
  const response = await fetch(`https://bank.example/v1/${kind}/${encodeURIComponent(order.orderId)}`, {
    method: "PUT",
    body: JSON.stringify({ amount: order.amount }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`bank answered ${response.status}`);
  const payment = { orderId: order.orderId, kind, amount: order.amount };
  await table.send(new PutCommand({ TableName, Item: payment }));
  return payment;
}

async function each(batch, work) {
  const batchItemFailures = [];
  for (const record of batch.Records) {
    await work(JSON.parse(record.body).detail).catch(() => batchItemFailures.push({ itemIdentifier: record.messageId }));
  }
  return { batchItemFailures };
}

exports.takePayment = (batch) => each(batch, async (order) => tell("PaymentTaken", await ask("charges", order)));
exports.refundPayment = (batch) => each(batch, async (order) => tell("PaymentRefunded", await ask("refunds", order)));
exports.refundReturn = (batch) => each(batch, async (parcel) => tell("PaymentRefunded", await ask("refunds", parcel)));

exports.takeCallback = async (request) => {
  const refusal = JSON.parse(request.body);
  await table.send(new PutCommand({ TableName, Item: { orderId: refusal.orderId, kind: "refused" } }));
  await tell("PaymentRefused", refusal);
  return { statusCode: 204 };
};

exports.readPayment = async (request) => {
  const { Item } = await table.send(new GetCommand({ TableName, Key: { orderId: request.pathParameters.id } }));
  return Item ? { statusCode: 200, body: JSON.stringify(Item) } : { statusCode: 404 };
};

exports.matchAccounts = async () => {
  const { Items } = await table.send(new ScanCommand({ TableName }));
  await tell("AccountsMatched", { payments: Items.length, total: Items.reduce((sum, item) => sum + (item.amount ?? 0), 0) });
};
