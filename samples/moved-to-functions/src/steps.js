// The container's modules, a function each.
const { SendMessageCommand, SQSClient } = require("@aws-sdk/client-sqs");
const { Client } = require("pg");

const queue = new SQSClient({});

async function query(text, values) {
  const db = new Client({ host: process.env.DB_HOST, password: process.env.DB_PASSWORD });
  await db.connect();
  const { rows } = await db.query(text, values);
  await db.end();
  return rows;
}

exports.prices = async (item) => ({ ...item, price: (await query("select price from articles where id = $1", [item.id]))[0].price });
exports.stock = async (item) => query("update articles set stock = stock - 1 where id = $1", [item.id]);
exports.payment = async (order) => (await fetch("https://payments.example/charges", { method: "POST", body: JSON.stringify(order) })).json();
exports.shipping = async (order) => (await fetch("https://courier.example/parcels", { method: "POST", body: JSON.stringify(order) })).json();
exports.invoice = async (order) => ({ number: Date.now(), total: order.prices.reduce((sum, item) => sum + item.price, 0) });
exports.mail = async (invoice) => queue.send(new SendMessageCommand({ QueueUrl: process.env.MAILS, MessageBody: JSON.stringify(invoice) }));
exports.sendMail = async (batch) => {
  for (const record of batch.Records) await fetch("https://mail.example/send", { method: "POST", body: record.body });
};
