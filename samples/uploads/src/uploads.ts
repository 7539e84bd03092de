// Takes an upload: checks what is announced, remembers it as queued, hands the work to a queue and answers at once. The
// file itself goes to the object store by the client; the long work on it is the queue's reader's.

export interface UploadRequest {
  body: string | null;
  requestId: string;
}

export interface Response {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

export interface UploadMetadata {
  id: string;
  name: string;
  contentType: string;
  bytes: number;
  status: "queued";
  receivedAt: string;
}

export interface FileJob {
  uploadId: string;
  objectKey: string;
}

// What the handler needs of the world. The platform's adapter provides them; a test provides its own.
export interface MetadataStore {
  // Keeps the first record of an id, so that a repeated request changes nothing.
  putIfAbsent(item: UploadMetadata): Promise<void>;
}
export interface JobQueue {
  publish(job: FileJob): Promise<void>;
}
export interface Ports {
  metadata: MetadataStore;
  jobs: JobQueue;
  now(): Date;
}

interface Announcement {
  name: string;
  contentType: string;
  bytes: number;
}

const acceptedTypes = new Set(["image/jpeg", "image/png", "application/pdf"]);
const mostBytes = 100 * 1024 * 1024;

// The announcement in the body, or what is wrong with it.
function parse(body: string | null): Announcement | string {
  let json: unknown;
  try {
    json = JSON.parse(body ?? "");
  } catch {
    return "the body is not JSON";
  }
  if (typeof json !== "object" || json === null) return "the body is not an object";
  const { name, contentType, bytes } = json as Record<string, unknown>;
  if (typeof name !== "string" || name.length === 0 || name.length > 255) return "name must have 1 to 255 characters";
  if (typeof contentType !== "string" || !acceptedTypes.has(contentType)) {
    return `contentType must be one of ${[...acceptedTypes].join(", ")}`;
  }
  if (typeof bytes !== "number" || !Number.isInteger(bytes) || bytes < 1 || bytes > mostBytes) {
    return `bytes must be a whole number from 1 to ${mostBytes}`;
  }
  return { name, contentType, bytes };
}

function answer(statusCode: number, content: object): Response {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(content) };
}

export function createHandler(ports: Ports): (request: UploadRequest) => Promise<Response> {
  return async (request) => {
    const upload = parse(request.body);
    if (typeof upload === "string") return answer(400, { error: upload });

    // The request's own id: sent twice, it is still one upload.
    const id = request.requestId;
    await ports.metadata.putIfAbsent({ id, ...upload, status: "queued", receivedAt: ports.now().toISOString() });
    await ports.jobs.publish({ uploadId: id, objectKey: `uploads/${id}` });
    return answer(202, { id, status: "queued" });
  };
}

// The platform finds `handle` here; `configure` is called once by its adapter, before the first request.
let configured: ((request: UploadRequest) => Promise<Response>) | undefined;

export function configure(ports: Ports): void {
  configured = createHandler(ports);
}

export async function handle(request: UploadRequest): Promise<Response> {
  if (!configured) throw new Error("uploads: configure() must run before the first request");
  return configured(request);
}
