"""Parcels, from the packing table to the door and sometimes back."""

import json
import os
import urllib.request

import boto3

table = boto3.resource("dynamodb").Table(os.environ["PARCELS_TABLE"])
bus = boto3.client("events")


def tell(detail_type, detail):
    entry = {
        "EventBusName": os.environ["BUS"],
        "Source": "shipping",
        "DetailType": detail_type,
        "Detail": json.dumps(detail),
    }
    if bus.put_events(Entries=[entry])["FailedEntryCount"]:
        raise RuntimeError(f"{detail_type} was not taken by the bus")


def each(batch, work):
    """What cannot be done goes back to the inbox alone."""
    failed = []
    for record in batch["Records"]:
        try:
            work(json.loads(record["body"])["detail"])
        except Exception:
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def move(order_id, state):
    table.update_item(
        Key={"orderId": order_id},
        UpdateExpression="SET #state = :state",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": state},
    )


def courier(method, order_id):
    request = urllib.request.Request(f"https://courier.example/v2/bookings/{order_id}", method=method)
    with urllib.request.urlopen(request, timeout=3) as answer:
        return json.load(answer)


def pack_parcel(batch, context):
    def work(order):
        move(order["orderId"], "packed")
        tell("ParcelPacked", {"orderId": order["orderId"]})

    return each(batch, work)


def book_courier(batch, context):
    def work(parcel):
        booking = courier("PUT", parcel["orderId"])
        move(parcel["orderId"], "booked")
        tell("CourierBooked", {"orderId": parcel["orderId"], "tracking": booking["tracking"]})

    return each(batch, work)


def stop_parcel(batch, context):
    def work(order):
        courier("DELETE", order["orderId"])
        move(order["orderId"], "stopped")

    return each(batch, work)


def track_parcel(request, context):
    order_id = request["pathParameters"]["id"]
    move(order_id, "delivered")
    tell("ParcelDelivered", {"orderId": order_id})
    return {"statusCode": 204}


def take_return(request, context):
    order_id = request["pathParameters"]["id"]
    move(order_id, "returned")
    tell("ParcelReturned", {"orderId": order_id, **json.loads(request["body"])})
    return {"statusCode": 202}


def read_parcel(request, context):
    item = table.get_item(Key={"orderId": request["pathParameters"]["id"]}).get("Item")
    return {"statusCode": 200, "body": json.dumps(item)} if item else {"statusCode": 404}


def chase_courier(event, context):
    for parcel in table.scan(FilterExpression=boto3.dynamodb.conditions.Attr("state").eq("booked"))["Items"]:
        tell("ParcelLate", {"orderId": parcel["orderId"]})
