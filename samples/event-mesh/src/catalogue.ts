// What the shop sells. Other services learn of every change from the bus, and ask nothing here.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

const TableName = process.env.ARTICLES_TABLE;
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const bus = new EventBridgeClient({});

interface Request {
  pathParameters: { id: string };
  body: string;
}
interface Batch {
  Records: { messageId: string; body: string }[];
}

async function tell(detailType: string, detail: object) {
  const { FailedEntryCount } = await bus.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: process.env.BUS, Source: "catalogue", DetailType: detailType, Detail: JSON.stringify(detail) }],
    }),
  );
  if (FailedEntryCount) throw new Error(`${detailType} was not taken by the bus`);
}

// What cannot be done goes back to the inbox alone.
async function each(batch: Batch, work: (detail: Record<string, unknown>) => Promise<unknown>) {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of batch.Records) {
    await work(JSON.parse(record.body).detail).catch(() => batchItemFailures.push({ itemIdentifier: record.messageId }));
  }
  return { batchItemFailures };
}

const set = (articleId: unknown, name: string, value: unknown) =>
  table.send(
    new UpdateCommand({
      TableName,
      Key: { articleId },
      UpdateExpression: "SET #name = :value",
      ExpressionAttributeNames: { "#name": name },
      ExpressionAttributeValues: { ":value": value },
    }),
  );

export async function addArticle(request: Request) {
  const article = JSON.parse(request.body);
  await table.send(new PutCommand({ TableName, Item: article }));
  await tell("ArticleAdded", article);
  return { statusCode: 201, body: JSON.stringify(article) };
}

export async function changePrice(request: Request) {
  const change = { articleId: request.pathParameters.id, price: JSON.parse(request.body).price };
  await set(change.articleId, "price", change.price);
  await tell("PriceChanged", change);
  return { statusCode: 204 };
}

export async function readArticle(request: Request) {
  const { Item } = await table.send(new GetCommand({ TableName, Key: { articleId: request.pathParameters.id } }));
  return Item ? { statusCode: 200, body: JSON.stringify(Item) } : { statusCode: 404 };
}

export async function retireArticle(request: Request) {
  await set(request.pathParameters.id, "retired", true);
  await tell("ArticleRetired", { articleId: request.pathParameters.id });
  return { statusCode: 204 };
}

// The last order is kept with the article: an order that comes again is seen to be the same one.
export const countDemand = (batch: Batch) => each(batch, (order) => set(order.articleId, "lastOrder", order.orderId));

export const restockArticle = (batch: Batch) =>
  each(batch, async (parcel) => {
    await set(parcel.articleId, "returned", parcel.orderId);
    await tell("ArticleRestocked", { articleId: parcel.articleId });
  });

export async function publishFeed() {
  const { Items } = await table.send(new ScanCommand({ TableName, ProjectionExpression: "articleId, price" }));
  await tell("FeedPublished", { articles: Items?.length ?? 0 });
}
