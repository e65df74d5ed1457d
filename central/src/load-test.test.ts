import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Central, startCentral, until } from './testing/central-fixture.ts';

const exec = promisify(execFile);

/** The platform's published load test, word for word. */
const locustfile = String.raw`from locust import HttpUser, task, between

class ChipQAUser(HttpUser):
    wait_time = between(1, 5)
    token = None

    def on_start(self):
        # authenticate once
        res = self.client.post("/v1/token", data={"username": "test", "password": "test"})
        if res.status_code == 200:
            self.token = res.json().get("access_token")

    @task(2)
    def create_inspection_flow(self):
        if not self.token:
            return
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": "locust-" + __import__("uuid").uuid4().hex}
        # 1. Create inspection
        lot = "LOAD-TEST-LOT"
        part = "TEST-PART"
        rsp = self.client.post("/v1/inspections", json={"lot": lot, "part": part}, headers=headers)
        if rsp.status_code != 201:
            return  # failed
        insp_id = rsp.json()["inspection_id"]
        # 2. Get presigned URL for artifact
        art_key = __import__("uuid").uuid4().hex + ".jpg"
        rsp2 = self.client.post(f"/v1/inspections/{insp_id}/artifacts?type=image/jpeg", headers=headers)
        if rsp2.status_code == 200:
            upload_url = rsp2.json()["upload_url"]
            # Simulate upload by directly PUT via python requests (locust's client is HttpUser which is also requests.Session)
            files = {"file": ("dummy.jpg", b"0"*1000, "image/jpeg")}
            import requests
            putrsp = requests.put(upload_url, data=b'\x89PNG...')  # sending dummy bytes
        # 3. Trigger inference
        rsp3 = self.client.post(f"/v1/inspections/{insp_id}/infer", headers=headers)
        # Not waiting for result in this flow (would normally poll or get async notification)

    @task(1)
    def list_reports(self):
        if not self.token:
            return
        headers = {"Authorization": f"Bearer {self.token}"}
        self.client.get("/v1/reports?limit=5", headers=headers)
`;

/** The part of Locust and requests that the file uses, on Python's standard library: a session that notes each status. */
const standIn = `
import json, os, sys, types, urllib.error, urllib.parse, urllib.request

statuses = []

class Response:
    def __init__(self, status, body):
        self.status_code, self.body = status, body
    def json(self):
        return json.loads(self.body)

def send(method, url, data=None, body=None, headers=None):
    headers = dict(headers or {})
    if body is not None:
        data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    elif isinstance(data, dict):
        data, headers["Content-Type"] = urllib.parse.urlencode(data).encode(), "application/x-www-form-urlencoded"
    elif data is None and method == "POST":
        data = b""
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    request.add_unredirected_header("Content-Length", str(len(data or b"")))
    try:
        with urllib.request.urlopen(request) as answer:
            response = Response(answer.status, answer.read())
    except urllib.error.HTTPError as error:
        response = Response(error.code, error.read())
    statuses.append([method, urllib.parse.urlparse(url).path.rsplit("/", 1)[-1], response.status_code])
    return response

class Client:
    def post(self, path, data=None, json=None, headers=None):
        return send("POST", os.environ["HOST"] + path, data, json, headers)
    def get(self, path, headers=None):
        return send("GET", os.environ["HOST"] + path, headers=headers)

locust = types.ModuleType("locust")
locust.HttpUser = type("HttpUser", (), {"client": Client()})
locust.task = lambda weight: lambda function: function
locust.between = lambda least, most: None
requests = types.ModuleType("requests")
requests.put = lambda url, data: send("PUT", url, data)
sys.modules.update({"locust": locust, "requests": requests})

from locustfile import ChipQAUser
user = ChipQAUser()
user.on_start()
for _ in range(5):
    user.create_inspection_flow()
    user.create_inspection_flow()
    user.list_reports()
print(json.dumps(statuses))
`;

const hasPython = await exec('python3', ['--version']).then(
  () => true,
  () => false,
);

describe.skipIf(!hasPython)('the published load test', () => {
  let central: Central;
  let folder: string;
  beforeAll(async () => {
    central = await startCentral();
    folder = await mkdtemp(join(tmpdir(), 'fiducial-load-'));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'locustfile.py'), locustfile);
    await writeFile(join(folder, 'user.py'), standIn);
  });
  afterAll(async () => {
    await central.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('runs as it is written: every call is taken, and its dummy image is given up with a reason', async () => {
    const { stdout } = await exec('python3', ['user.py'], { cwd: folder, env: { ...process.env, HOST: central.url } });
    const statuses = JSON.parse(stdout) as [string, string, number][];
    const of = (method: string, end: string): number[] =>
      statuses.filter(([verb, path]) => verb === method && path === end).map(([, , status]) => status);
    expect(of('POST', 'token')).toEqual([200]);
    expect(of('POST', 'inspections')).toEqual(Array(10).fill(201));
    expect(of('POST', 'artifacts')).toEqual(Array(10).fill(200));
    expect(statuses.filter(([verb]) => verb === 'PUT').map(([, , status]) => status)).toEqual(Array(10).fill(200));
    expect(of('POST', 'infer')).toEqual(Array(10).fill(202));
    expect(of('GET', 'reports')).toEqual(Array(5).fill(200));

    const page = await until(async () => {
      const { body } = await central.as('GET', '/v1/inspections?lot=LOAD-TEST-LOT&status=failed');
      return body.data.length === 10 && body;
    });
    expect(page.data[0]).toMatchObject({ part: 'TEST-PART', verdict: null });
  });
});
