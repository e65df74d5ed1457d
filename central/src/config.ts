import { resolve } from 'node:path';
import { z } from 'zod';
import { usualPartBytes } from './ports/object-store.ts';

/** Where the service keeps its objects: a folder of this machine, or a bucket of an S3 server. */
export type StoreConfig =
  | { readonly type: 'folder' }
  | {
      readonly type: 's3';
      readonly endpoint: string | null;
      /** Where clients reach the server, if that is another address; presigned URLs are made for it. */
      readonly publicEndpoint: string | null;
      readonly bucket: string;
      readonly region: string;
      readonly accessKeyId: string | null;
      readonly secretAccessKey: string | null;
    };

/** Kafka, that events are published to. */
export interface KafkaConfig {
  /** `host:port` of some of its brokers; they name the others. */
  readonly brokers: readonly string[];
  readonly tls: boolean;
  readonly sasl: {
    readonly mechanism: (typeof saslMechanisms)[number];
    readonly username: string;
    readonly password: string;
  } | null;
}

const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

export interface Config {
  /** Started without `DATABASE_URL`: its own Postgres, a folder, and the demo's users. */
  readonly demo: boolean;
  readonly host: string;
  readonly port: number;
  /** Of the folder store, the demo's database and secrets. */
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly poolSize: number;
  readonly store: StoreConfig;
  /** Of uploads in parts. */
  readonly partBytes: number;
  readonly jwtSecret: string | null;
  /** How clients reach this service; absent, as the request came. */
  readonly publicUrl: string | null;
  /** How many proxies stand before the service: so many of the last names in X-Forwarded-For are theirs. */
  readonly trustProxy: number;
  readonly role: 'all' | 'api' | 'worker';
  readonly logLevel: string;
  /** OpenTelemetry collector; null: no spans are made. */
  readonly collector: string | null;
  readonly limits: { readonly tokenPerMinute: number; readonly otherPerMinute: number };
  readonly retention: { readonly rawDays: number; readonly reportDays: number };
  /** Model repository that stations are given; absent: the one of this installation. */
  readonly modelsDir: string | null;
  /** Jobs that this copy works on at once. */
  readonly workers: number;
  /** Triton server that runs the models; null: the workers run them on their CPU. */
  readonly tritonUrl: string | null;
  /** Null: events are published by Postgres' NOTIFY. */
  readonly kafka: KafkaConfig | null;
}

const url = z.url();
const count = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  FIDUCIAL_CENTRAL_DIR: z.string().default('central-data'),
  DATABASE_URL: url.optional(),
  DATABASE_POOL: count(20),
  S3_BUCKET: z.string().min(3).optional(),
  S3_ENDPOINT: url.optional(),
  S3_PUBLIC_ENDPOINT: url.optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  JWT_SECRET: z.string().optional(),
  PUBLIC_URL: url.optional(),
  TRUST_PROXY: z
    .string()
    .regex(/^[0-9]$/, 'is not the number of proxies before this service, 0 to 9')
    .transform(Number)
    .default(0),
  ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  TOKEN_REQUESTS_PER_MINUTE: count(100),
  REQUESTS_PER_MINUTE: count(60_000),
  // From the least that S3's most parts, 10,000, make the largest artifact of.
  UPLOAD_PART_BYTES: z.coerce
    .number()
    .int()
    .min(256 * 1024)
    .max(512 * 1024 ** 2)
    .default(usualPartBytes),
  RETENTION_RAW_DAYS: count(180),
  RETENTION_REPORT_DAYS: count(365),
  WORKERS: count(1),
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every((broker) => /^[\w.-]+:\d{1,5}$/.test(broker)), 'is no list of host:port')
    .optional(),
  KAFKA_TLS: z.enum(['true', 'false']).default('false'),
  KAFKA_SASL_MECHANISM: z.enum(saslMechanisms).default('SCRAM-SHA-512'),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
  TRITON_URL: z.url({ protocol: /^https?$/ }).optional(),
  MODELS_DIR: z.string().optional(),
});

/** Names of everything that the service reads from its environment. */
export const settingNames: readonly string[] = Object.keys(environment.shape);

const shortestSecret = 32;

/** Reads the environment. The message says which variable is wrong. */
export function readConfig(
  env: NodeJS.ProcessEnv,
): { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly message: string } {
  const wrong = (message: string) => ({ ok: false, message }) as const;
  // A setting that a composition passes on without a value is not set.
  const read = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!read.success) return wrong(z.prettifyError(read.error));
  const it = read.data;
  const demo = it.DATABASE_URL === undefined;
  if (!demo && (it.JWT_SECRET === undefined || it.JWT_SECRET.length < shortestSecret))
    return wrong(`JWT_SECRET is needed beside DATABASE_URL, with ${shortestSecret} characters or more`);
  if (it.JWT_SECRET !== undefined && new Set(it.JWT_SECRET).size < 10)
    return wrong('JWT_SECRET is too easy to guess: take random characters');
  return {
    ok: true,
    config: {
      demo,
      host: it.HOST,
      port: it.PORT,
      dataDir: resolve(it.FIDUCIAL_CENTRAL_DIR),
      databaseUrl: it.DATABASE_URL ?? null,
      poolSize: it.DATABASE_POOL,
      store:
        it.S3_BUCKET === undefined
          ? { type: 'folder' }
          : {
              type: 's3',
              bucket: it.S3_BUCKET,
              endpoint: it.S3_ENDPOINT ?? null,
              publicEndpoint: it.S3_PUBLIC_ENDPOINT ?? it.S3_ENDPOINT ?? null,
              region: it.S3_REGION,
              accessKeyId: it.S3_ACCESS_KEY_ID ?? null,
              secretAccessKey: it.S3_SECRET_ACCESS_KEY ?? null,
            },
      partBytes: it.UPLOAD_PART_BYTES,
      jwtSecret: it.JWT_SECRET ?? null,
      publicUrl: it.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
      trustProxy: it.TRUST_PROXY,
      role: it.ROLE,
      logLevel: it.LOG_LEVEL,
      collector: it.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
      limits: { tokenPerMinute: it.TOKEN_REQUESTS_PER_MINUTE, otherPerMinute: it.REQUESTS_PER_MINUTE },
      retention: { rawDays: it.RETENTION_RAW_DAYS, reportDays: it.RETENTION_REPORT_DAYS },
      modelsDir: it.MODELS_DIR ?? null,
      workers: it.WORKERS,
      tritonUrl: it.TRITON_URL ?? null,
      kafka: readKafka(it),
    },
  };
}

function readKafka(it: z.output<typeof environment>): KafkaConfig | null {
  if (it.KAFKA_BROKERS === undefined) return null;
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = it;
  const sasl = username === undefined || password === undefined ? null : { mechanism, username, password };
  return { brokers: it.KAFKA_BROKERS, tls: it.KAFKA_TLS === 'true', sasl };
}
